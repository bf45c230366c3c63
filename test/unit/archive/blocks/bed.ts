import { blockTerms, type BlockRow } from "../../../../lib/archive/blocks/terms.ts";
import { requiredTerms, type KnownNames } from "../../../../lib/archive/blocks/required-terms.ts";
import { parseQuery, type EntryRow, type Node } from "../../../../lib/filter/index.ts";

export function toBlockRow(row: EntryRow): BlockRow {
  const { decoded, ...rest } = row;
  const json = decoded?.json ?? null;
  return {
    ...rest,
    details: decoded?.text ?? null,
    json: json === null ? null : JSON.stringify(json),
  };
}

export function plainRow(values: Partial<EntryRow> = {}): EntryRow {
  return {
    id: "1",
    timestampX: "2026-11-21T09:30:00+00:00",
    severity: "INFO",
    auditTypeId: "USER_AUTHORIZE",
    moduleId: "main",
    itemId: "1",
    remoteAddr: "203.0.113.7",
    userAgent: null,
    requestUri: "",
    siteId: null,
    userId: null,
    guestId: null,
    description: null,
    ...values,
  };
}

export const NO_NAMES: KnownNames = { userIdsOfPattern: () => [], typesOfPattern: () => [] };

export function termsOf(rows: readonly EntryRow[]): Set<number> {
  return new Set(blockTerms(rows.map(toBlockRow)));
}

/** What the index answers: whether the block of these terms has to be looked at. */
export function isCandidate(terms: Set<number>, needed: number[][] | null): boolean {
  return needed === null || needed.some((set) => set.every((term) => terms.has(term)));
}

export function readNode(text: string): Node {
  const read = parseQuery(text);
  if (!read.ok || read.query === null) throw new TypeError(`not a query: ${text}`);
  return read.query;
}

export function needed(text: string, known: KnownNames = NO_NAMES): number[][] | null {
  return requiredTerms(readNode(text), known);
}
