import type { Node, Span } from "./ast.ts";
import { ENTRY_FIELDS, type FieldTable } from "./fields.ts";
import { readQuery } from "./parse-query.ts";

/** One outermost condition of the query as a handle: what it is and where it stands in the text. */
export interface Chip {
  at: Span;
  text: string;
  /** Null where the condition is faulty. */
  node: Node | null;
  isNegated: boolean;
  /** Null for words, groups and faulty conditions. */
  field: string | null;
}

export function listChips(text: string, fields: FieldTable = ENTRY_FIELDS): Chip[] {
  return readQuery(text, fields).reader.parts.map(({ at, node }) => {
    const isNegated = node?.kind === "not";
    const inner = isNegated ? node.item : node;
    const field = inner?.kind === "field" ? inner.field : null;
    return { at, text: text.slice(at.start, at.end), node, isNegated, field };
  });
}

/** The text with another condition in the place of a chip; an empty one removes it. */
export function replaceChip(text: string, chip: Pick<Chip, "at">, replacement: string): string {
  const head = text.slice(0, chip.at.start);
  const tail = text.slice(chip.at.end);
  if (replacement.trim() !== "") return `${head}${replacement}${tail}`;
  const before = head.trimEnd();
  const after = tail.trimStart();
  if (/(?:^|\s)AND$/.test(before)) return joined(before.slice(0, -"AND".length), after);
  return joined(before, after.replace(/^AND(?=\s|\(|$)/, ""));
}

function joined(head: string, tail: string): string {
  return `${head.trimEnd()} ${tail.trimStart()}`.trim();
}
