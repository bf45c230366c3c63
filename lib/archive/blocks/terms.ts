import { fold } from "../../filter/index.ts";
import { addressTerms } from "./address-terms.ts";
import { markJson } from "./json-terms.ts";
import { presentTerms } from "./present-terms.ts";
import { EXACT, exactTerms, pairTerms, type ExactKind } from "./term-hash.ts";
import { markAll, markText, openMarks, takeTerms, type Marks } from "./term-set.ts";

/** To be raised when rows give other terms or blocks than before: those of another version are not used and built anew. */
export const TERMS_VERSION = 4;

/** What can be looked for in a stored row. */
export interface BlockRow {
  severity: string;
  auditTypeId: string;
  moduleId: string;
  itemId: string;
  siteId: string | null;
  userAgent: string | null;
  requestUri: string | null;
  remoteAddr: string | null;
  userId: number | null;
  guestId: number | null;
  description: string | null;
  details: string | null;
  /** Text of the JSON that queries look into. */
  json: string | null;
}

type Name = keyof BlockRow;

/** Values the rows of a block had so far: most come again, and are taken once. */
type Seen = Map<Name | "pair", Set<string | number>>;

interface Block {
  marks: Marks;
  seen: Seen;
}

// One for all blocks: they are built one after another, and each leaves it clean.
const shared = openMarks();

/** Everything that can be looked for in the rows, as a rising set. */
export function blockTerms(rows: readonly BlockRow[]): Uint16Array {
  shared.fill(0);
  const block: Block = { marks: shared, seen: new Map() };
  for (const row of rows) markRow(block, row);
  return takeTerms(shared);
}

/** What is known as a whole, and what every part of is looked for. */
const FIELDS: readonly (readonly [Name, { kind?: ExactKind; isText?: boolean }])[] = [
  ["severity", { kind: EXACT.severity }],
  ["auditTypeId", { kind: EXACT.type, isText: true }],
  ["moduleId", { kind: EXACT.module, isText: true }],
  ["itemId", { kind: EXACT.item, isText: true }],
  ["siteId", { kind: EXACT.site }],
  ["userId", { kind: EXACT.user }],
  ["guestId", { kind: EXACT.guest }],
  ["remoteAddr", { isText: true }],
  ["userAgent", { isText: true }],
  ["requestUri", { isText: true }],
  ["description", { isText: true }],
  ["details", { isText: true }],
];

function markRow({ marks, seen }: Block, row: BlockRow): void {
  for (const [name, { kind, isText }] of FIELDS) {
    const value = row[name];
    if (value === null || !isNew(seen, name, value)) continue;
    const text = String(value);
    const folded = fold(text);
    if (kind !== undefined) markAll(marks, exactTerms(kind, folded));
    if (isText === true) markText(marks, folded);
    if (name === "remoteAddr") markAll(marks, addressTerms(text));
    markAll(marks, presentTerms(name, text));
  }
  if (row.userId !== null && isNew(seen, "pair", `${row.userId} ${row.auditTypeId}`)) {
    markAll(marks, pairTerms(String(row.userId), fold(row.auditTypeId)));
  }
  if (row.json !== null && isNew(seen, "json", row.json)) markJson(marks, row.json);
}

function isNew(seen: Seen, kind: Name | "pair", value: string | number): boolean {
  let values = seen.get(kind);
  if (values === undefined) seen.set(kind, (values = new Set()));
  if (values.has(value)) return false;
  values.add(value);
  return true;
}
