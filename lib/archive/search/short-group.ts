import { createHash } from "node:crypto";
import type { OrderGroup } from "./order-group.ts";

const [LONG, BEGINNING] = [300, 200];

/** The group as it goes into a cursor, which has to fit into an address: of a long value only how it begins. */
export function shortGroup({ rank, value, hash }: OrderGroup): OrderGroup {
  if (hash !== undefined) return { rank, value, hash };
  if (value.length <= LONG) return { rank, value };
  return { rank, value: value.slice(0, BEGINNING), hash: hashOf(value) };
}

export function isShortOf(short: OrderGroup, { value }: OrderGroup): boolean {
  return value.startsWith(short.value) && hashOf(value) === short.hash;
}

function hashOf(value: string): string {
  return createHash("sha256").update(value).digest("base64url");
}
