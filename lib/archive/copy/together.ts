import { charsOf } from "./pace.ts";
import type { Load } from "./span-of-load.ts";

/** Entries that are stored at once while the portal's log is loaded: each transaction has a price of its own. */
export const ROWS_TOGETHER = 4_000;
const CHARS_TOGETHER = 4_000_000;

/** The loads in parts to be stored at once, in their order; a load is never divided. */
export function together(loads: readonly Load[]): Load[][] {
  const parts: Load[][] = [];
  let [rows, chars] = [Infinity, Infinity];
  for (const load of loads) {
    const more = charsOfLoad(load);
    if (rows + load.rows.length > ROWS_TOGETHER || chars + more > CHARS_TOGETHER) {
      parts.push([]);
      [rows, chars] = [0, 0];
    }
    parts.at(-1)?.push(load);
    rows += load.rows.length;
    chars += more;
  }
  return parts;
}

function charsOfLoad({ rows }: Load): number {
  return rows.reduce((sum, { entry }) => sum + charsOf(entry), 0);
}
