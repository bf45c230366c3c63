import ipaddr from "ipaddr.js";

export const ADDRESS_CLASSES = [
  "public",
  "private",
  "loopback",
  "linkLocal",
  "shared",
  "reserved",
] as const;
export type AddressClass = (typeof ADDRESS_CLASSES)[number];

const CLASSES: Record<string, AddressClass> = {
  unicast: "public",
  private: "private",
  uniqueLocal: "private",
  loopback: "loopback",
  linkLocal: "linkLocal",
  carrierGradeNat: "shared",
};

/** What kind of network an address belongs to; null for what is no address. */
export function addressClass(address: string): AddressClass | null {
  if (!ipaddr.isValid(address) || !/[.:]/.test(address)) return null;
  return CLASSES[ipaddr.process(address).range()] ?? "reserved";
}
