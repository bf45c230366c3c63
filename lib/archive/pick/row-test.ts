import { isStorable, type Pattern } from "../../filter/index.ts";

/** Texts of an entry that a condition can be about; one that an entry does not have is empty. */
export type TextField =
  | "severity"
  | "auditTypeId"
  | "moduleId"
  | "siteId"
  | "userAgent"
  | "requestUri"
  | "itemId"
  | "remoteAddr"
  | "description"
  | "userName"
  | "itemTitle"
  | "requestId";

export type NumberField = "seq" | "nativeId" | "userId" | "guestId" | "second";

/** A condition on one entry that is either met or not, never unknown. */
export type RowTest =
  | { kind: "all"; items: readonly RowTest[] }
  | { kind: "any"; items: readonly RowTest[] }
  | { kind: "not"; item: RowTest }
  /** Exactly one of the texts. */
  | { kind: "texts"; field: TextField; values: readonly string[] }
  /** The whole text fits, in any case of letters. */
  | { kind: "like"; field: TextField; pattern: Pattern }
  /** One of the numbers; no user and no guest is 0. */
  | { kind: "numbers"; field: NumberField; values: readonly string[] }
  | { kind: "after"; seq: string }
  | { kind: "networks"; networks: readonly string[] }
  /** A type whose code is one of those. */
  | { kind: "types"; holds: (code: string) => boolean };

export const ALWAYS: RowTest = { kind: "all", items: [] };
export const NEVER: RowTest = { kind: "any", items: [] };

export type SortField =
  "seq" | "second" | "userId" | "remoteAddr" | "severity" | "auditTypeId" | "moduleId" | "itemId";

export interface SortItem {
  field: SortField;
  isDescending: boolean;
}

export interface PickQuery {
  /** Inclusive. */
  from: Date | null;
  /** Exclusive. */
  to: Date | null;
  test: RowTest;
}

/** Whether it can be told without any entry that none passes. */
export function isNever(test: RowTest): boolean {
  if (test.kind === "any") return test.items.every(isNever);
  if (test.kind === "all") return test.items.some(isNever);
  return (test.kind === "texts" || test.kind === "numbers") && test.values.length === 0;
}

/** Only entries above this number can pass. */
export function lowest(test: RowTest): bigint {
  if (test.kind === "after") return BigInt(test.seq);
  if (test.kind !== "all") return 0n;
  return test.items.map(lowest).reduce((most, one) => (one > most ? one : most), 0n);
}

/** No text has characters that cannot be stored, so none fits a pattern with them. */
export function canFit(leaf: Extract<RowTest, { kind: "texts" | "like" }>): boolean {
  return leaf.kind === "texts" ? leaf.values.some(isStorable) : leaf.pattern.every(isStorable);
}
