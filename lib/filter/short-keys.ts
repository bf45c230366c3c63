import { allOf, anyOf, not, toPattern, type Node } from "./ast.ts";
import { mergeUnits } from "./choice.ts";
import { unitOf } from "./edit-query.ts";
import { ENTRY_FIELDS, type Field, type FieldTable } from "./fields.ts";

export interface FoldedKeys {
  query: Node | null;
  /** Keys whose value makes no sense: they are left out and named to the reader. */
  refused: string[];
}

const MAX_LENGTH = 4_000;

/** Adds the short keys of an address (`sev=ERROR&user=-5,~`) to the query. */
export function foldShortKeys(
  query: Node | null,
  keys: Readonly<Record<string, string | null | undefined>>,
  fields: FieldTable = ENTRY_FIELDS,
): FoldedKeys {
  const refused: string[] = [];
  const added = fields.map((field) => {
    const { shortName } = field;
    const text = shortName === undefined ? undefined : keys[shortName];
    if (shortName === undefined || text === undefined || text === null || text === "") return null;
    const node = readKey(field, text);
    if (node === null) refused.push(shortName);
    return node;
  });
  return { query: allOf([query, ...added]), refused };
}

function readKey(field: Field, text: string): Node | null {
  if (text.length > MAX_LENGTH) return null;
  const included: Node[] = [];
  const excluded: Node[] = [];
  for (const part of text.split(",")) {
    const isExcluded = part.startsWith("-") && part.length > 1;
    const unit = readPart(field, isExcluded ? part.slice(1) : part);
    if (unit === null) return null;
    (isExcluded ? excluded : included).push(unit);
  }
  const without = mergeUnits(excluded).map((node) => (node.kind === "not" ? node.item : not(node)));
  return allOf([anyOf(mergeUnits(included)), ...without]);
}

function readPart(field: Field, part: string): Node | null {
  const text = part === "~" ? "" : part.replace(/%2c/gi, ",");
  if (part === "") return null;
  const pattern = toPattern(text.split("*"));
  if (pattern.length === 2 && pattern.join("") === "") return null;
  return unitOf({ field, path: [] }, { pattern, isQuoted: false, at: { start: 0, end: 0 } });
}
