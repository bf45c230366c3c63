import ipaddr from "ipaddr.js";
import type { IpValue } from "./ast.ts";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

interface Network {
  address: Address;
  bits: number;
}

/** Addresses that mean nothing outside of a house, a provider or a machine. */
const PRIVATE_NETWORKS = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "::/127",
  "fc00::/7",
  "fe80::/10",
].flatMap(withMapped);

/** An address in its usual form, or null when the text is none. */
export function toAddress(text: string): string | null {
  return readAddress(text)?.toString() ?? null;
}

/** An address or network in its usual form: what PostgreSQL takes as inet. */
export function toNetwork(text: string): string | null {
  const network = readNetwork(text);
  if (network === null) return null;
  const { address, bits } = network;
  return bits === widthOf(address) ? address.toString() : `${address.toString()}/${bits}`;
}

/** Which addresses a value of the query stands for: those in the networks, or all others. */
export function networksOf(value: IpValue): { networks: string[]; isOutside: boolean } | null {
  if (value.kind === "text") return null;
  if (value.kind === "network") return { networks: withMapped(value.network), isOutside: false };
  return { networks: PRIVATE_NETWORKS, isOutside: value.scope === "public" };
}

export function isInNetworks(text: string, networks: readonly string[]): boolean | null {
  const address = readAddress(text);
  if (address === null) return null;
  return networks.some((one) => {
    const network = knownNetwork(one);
    return network !== null && isInside(address, network);
  });
}

// The same few are asked about for each row; one who makes up networks must not fill the memory.
const known = new Map<string, Network | null>();
const MAX_KNOWN = 1_000;

function knownNetwork(text: string): Network | null {
  const found = known.get(text);
  if (found !== undefined) return found;
  const network = readNetwork(text);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(text, network);
  return network;
}

/** Order of two addresses of one family; null when they cannot be compared. */
export function compareAddresses(left: string, right: string): number | null {
  const [one, other] = [readAddress(left)?.toByteArray(), readAddress(right)?.toByteArray()];
  if (one === undefined || other === undefined || one.length !== other.length) return null;
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

function readAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  // The library reads the abandoned form ::1.2.3.4 otherwise than databases do.
  if (!/^[0-9a-f:.]{2,45}$/i.test(text) || /[0-9a-f]{5}|^::\d+\./i.test(text)) return null;
  return text.includes(":") && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : null;
}

function readNetwork(text: string): Network | null {
  const [head = "", tail, more] = text.split("/", 3);
  const address = readAddress(head);
  if (address === null || more !== undefined) return null;
  if (tail === undefined) return { address, bits: widthOf(address) };
  const bits = /^\d{1,3}$/.test(tail) ? Number(tail) : Infinity;
  return bits <= widthOf(address) ? { address, bits } : null;
}

function isInside(address: Address, network: Network): boolean {
  return address.kind() === network.address.kind() && address.match(network.address, network.bits);
}

// A server that listens on IPv6 writes callers of IPv4 as ::ffff:1.2.3.4.
function withMapped(text: string): string[] {
  const network = readNetwork(text);
  if (network === null || !(network.address instanceof ipaddr.IPv4)) return [text];
  const mapped = network.address.toIPv4MappedAddress().toString();
  return [text, `${mapped}/${network.bits + 96}`];
}

function widthOf(address: Address): number {
  return address.kind() === "ipv4" ? 32 : 128;
}
