import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { env } from "../env.ts";
import type { Posted } from "./read-body.ts";

const IPV6_NETWORK_BITS = 64;

/** The socket's address, set by our own server in front of the pages; it lets no caller's value of it through. */
export const PEER_HEADER = "x-logbook-peer";

/**
 * The caller's address, or null when nobody we trust tells it. Each of the TRUST_PROXY proxies adds one entry on
 * the right of X-Forwarded-For; what stands left of theirs is the caller's own word. Without a proxy (0) it is the
 * address of the socket.
 */
export function clientAddress(
  { headers }: Pick<Posted, "headers">,
  trustedProxies = env().TRUST_PROXY,
): string | null {
  const address = callerAddress({ headers }, trustedProxies);
  return address === null ? null : toNetwork(address);
}

/** The same whole, also for IPv6: to be shown, and compared with networks. */
export function callerAddress(
  { headers }: Pick<Posted, "headers">,
  trustedProxies = env().TRUST_PROXY,
): string | null {
  if (trustedProxies === 0) return toAddress(headers.get(PEER_HEADER) ?? "");
  const entries = (headers.get("x-forwarded-for") ?? "").split(",");
  const entry = entries.at(-trustedProxies);
  return entry === undefined ? null : toAddress(entry.trim());
}

const INSIDE = new Set(["loopback", "private", "linkLocal", "uniqueLocal", "carrierGradeNat"]);

/** Whether no network but one's own has this address: then it is a proxy's, or somebody's in the house. */
export function isInside(address: string): boolean {
  const [bare = address] = address.split("/");
  return INSIDE.has(ipaddr.process(bare).range());
}

// Proxies write `1.2.3.4`, `1.2.3.4:567`, `2001:db8::1` and `[2001:db8::1]:567`.
function toAddress(entry: string): string | null {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1] ?? entry.replace(/^([\d.]+):\d+$/, "$1");
  return isIP(bare) === 0 ? null : ipaddr.process(bare).toString();
}

// Whoever has one IPv6 address has its whole /64: that is one caller.
function toNetwork(text: string): string {
  const address = ipaddr.process(text);
  if (address.kind() === "ipv4") return address.toString();
  const parts = (address as ipaddr.IPv6).parts.slice(0, IPV6_NETWORK_BITS / 16);
  return `${parts.map((part) => part.toString(16)).join(":")}::/${IPV6_NETWORK_BITS}`;
}
