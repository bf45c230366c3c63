import ipaddr from "ipaddr.js";
import { toNetwork } from "../filter/shared.ts";

export type NetworkFault =
  { reason: "unknown" } | { reason: "mapped" } | { reason: "inside"; network: string };

/** An address or a network in its usual form, or what is wrong with the text. */
export function readNetwork(text: string): { network: string } | { fault: NetworkFault } {
  const network = toNetwork(text.trim());
  if (network === null) return { fault: { reason: "unknown" } };
  if (/^::ffff:/i.test(network)) return { fault: { reason: "mapped" } };
  if (!network.includes("/")) return { network };
  const parser = network.includes(":") ? ipaddr.IPv6 : ipaddr.IPv4;
  const first = parser.networkAddressFromCIDR(network).toString();
  const whole = `${first}/${network.split("/")[1] ?? ""}`;
  return toNetwork(whole) === network
    ? { network }
    : { fault: { reason: "inside", network: whole } };
}

export function networkFaultWords(fault: NetworkFault): string {
  if (fault.reason === "unknown") return "is not an address or network";
  if (fault.reason === "mapped") return "is an IPv4 network written as IPv6: write it as IPv4";
  return `is inside a network: write ${fault.network}`;
}
