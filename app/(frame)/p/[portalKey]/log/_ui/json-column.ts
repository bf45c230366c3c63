import { isColumnId } from "../../../../../../lib/portals/shared.ts";

const PREFIX = "json.";

/** The path of a column made from a key of the description; null for every other column. */
export function jsonPathOf(column: string): string[] | null {
  return column.startsWith(PREFIX) ? column.slice(PREFIX.length).split(".") : null;
}

/** The column of a path; null where a key holds what the names of columns cannot. */
export function jsonColumnOf(path: readonly string[]): string | null {
  const id = PREFIX + path.join(".");
  return path.some((key) => key.includes(".")) || !isColumnId(id) ? null : id;
}
