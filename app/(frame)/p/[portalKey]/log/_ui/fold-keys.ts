import { foldShortKeys, parseQuery, printQuery } from "../../../../../../lib/filter/shared.ts";

/** Links written by hand name single fields; on this page there is one query. */
export function foldKeys(
  q: string,
  keys: Readonly<Record<string, string | null>>,
): { q: string; refused: string[] } {
  const read = parseQuery(q);
  const { query, refused } = foldShortKeys(read.ok ? read.query : read.lastValidPart, keys);
  return { q: printQuery(query), refused };
}
