import dns from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { AppError } from "../errors.ts";

/** True for an address of the public internet; loopback, private, link-local and the like are not. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === "unicast";
}

export function addressRefused(host: string): AppError {
  return new AppError("address_refused", `The address of ${host} is not a public one.`);
}

/** Literal addresses never reach a look-up, so they are tested before the connection is made. */
export function assertHostAllowed(host: string, allowPrivate: boolean): void {
  const bare = host.replace(/^\[|\]$/g, "");
  if (allowPrivate) return;
  const isLocalName = bare === "localhost" || bare.endsWith(".localhost");
  if (isLocalName || (isIP(bare) !== 0 && !isPublicAddress(bare))) throw addressRefused(host);
}

/** A look-up for sockets that hands on public addresses only, so that the address tested is the one used. */
export function guardedLookup(allowPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const usable = allowPrivate ? found : found.filter((item) => isPublicAddress(item.address));
      const first = usable[0];
      if (first === undefined) callback(addressRefused(hostname), []);
      else if (options.all === true) callback(null, usable);
      else callback(null, first.address, first.family);
    });
  };
}
