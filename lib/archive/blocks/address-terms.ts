import ipaddr from "ipaddr.js";
import { isInNetworks, networksOf, toAddress } from "../../filter/index.ts";
import type { IpValue } from "../../filter/index.ts";
import { addUnit, EXACT, hashTerms, openHash } from "./term-hash.ts";

/** Networks of these widths are terms; others are looked for by the next wider ones. */
const WIDTHS = { ipv4: [8, 16, 24, 32], ipv6: [32, 48, 64, 128] } as const;
const MAPPED_BITS = 96;
const SCOPES = { private: 0x1_0000, public: 0x1_0001 } as const;
const PRIVATE = networksOf({ kind: "scope", scope: "private" })?.networks ?? [];

// Some thousand callers come again and again; one who makes up addresses must not fill the memory.
const MAX_KNOWN = 20_000;
const MAX_TEXT = 50;
const known = new Map<string, readonly number[]>();

/** Terms of the address a row has as text: none when it is no address. */
export function addressTerms(text: string): readonly number[] {
  const found = known.get(text);
  if (found !== undefined) return found;
  const terms = readTerms(text);
  if (known.size >= MAX_KNOWN) known.clear();
  if (text.length <= MAX_TEXT) known.set(text, terms);
  return terms;
}

function readTerms(text: string): number[] {
  const usual = toAddress(text);
  if (usual === null) return [];
  const scope = isInNetworks(text, PRIVATE) === true ? "private" : "public";
  const address = ipaddr.parse(usual);
  const terms = [...scopeTerms(scope), ...prefixTerms(address, Infinity)];
  // Whoever looks for 10.0.0.0/8 means ::ffff:10.0.0.1 too.
  const isMapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
  return isMapped ? [...terms, ...prefixTerms(address.toIPv4Address(), Infinity)] : terms;
}

function scopeTerms(scope: keyof typeof SCOPES): [number, number] {
  return hashTerms(addUnit(openHash(EXACT.network), SCOPES[scope]));
}

function prefixTerms(address: ipaddr.IPv4 | ipaddr.IPv6, maxBits: number): number[] {
  const widths: readonly number[] = WIDTHS[address.kind()];
  const bytes = address.toByteArray();
  return widths
    .filter((bits) => bits <= maxBits)
    .flatMap((bits) => {
      const opened = addUnit(openHash(EXACT.network), bits + bytes.length * 256);
      const hash = bytes.slice(0, bits / 8).reduce(addUnit, opened);
      return hashTerms(hash);
    });
}

/** For each way to meet the value, the terms such a row has; null when there is nothing to go by. */
export function ipValueTerms(value: IpValue): number[][] | null {
  if (value.kind === "scope") return [scopeTerms(value.scope)];
  const networks = networksOf(value)?.networks ?? [];
  const [all = []] = networks.map(networkTerms);
  return all.length === 0 ? null : [all];
}

function networkTerms(network: string): number[] {
  const [head = "", tail] = network.split("/");
  const address = ipaddr.parse(head);
  const isV6 = address instanceof ipaddr.IPv6;
  const bits = tail === undefined ? (isV6 ? 128 : 32) : Number(tail);
  if (isV6 && bits >= MAPPED_BITS && address.isIPv4MappedAddress()) {
    return prefixTerms(address.toIPv4Address(), bits - MAPPED_BITS);
  }
  return prefixTerms(address, bits);
}

/** Terms of all addresses from one to another: those of the network that holds both. */
export function addressRangeTerms(from: string, to: string): number[] {
  const [low, high] = [ipaddr.parse(from), ipaddr.parse(to)];
  if (low.kind() !== high.kind()) return [];
  const [left, right] = [low.toByteArray(), high.toByteArray()];
  const differing = left.findIndex((byte, at) => byte !== right[at]);
  const sameBytes = differing < 0 ? left.length : differing;
  return prefixTerms(low, sameBytes * 8);
}
