import { decodeDescription } from "../../../../../../lib/archive/shared.ts";
import type { Picked } from "../../../../../../lib/filter/shared.ts";
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

/** The value at a path of a structured description as text; null where there is none. */
export function jsonTextAt(description: string | null, path: readonly string[]): string | null {
  const { value } = valueAt(description, path);
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What a cell of such a column stands for in a query; null for an object, a list or an empty text. */
export function jsonPickedAt(description: string | null, path: readonly string[]): Picked | null {
  // A query sees what base64 hides; these columns do not.
  if (decodeDescription(description).kind === "base64") return null;
  const { value, isElement } = valueAt(description, path);
  // Digits may be lost in reading, and a condition without them would find nothing.
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return null;
  // One of a list stands for any of the list: its place says little.
  const place = isElement ? path.slice(0, -1) : path;
  if (value === "" || place.length === 0) return null;
  if (value === undefined || value === null) return { field: "json", path: place, value: null };
  const isSingle =
    typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isSingle ? { field: "json", path: place, value } : null;
}

function valueAt(description: string | null, path: readonly string[]) {
  const decoded = decodeDescription(description);
  const isStructured = decoded.kind === "json" || decoded.kind === "php";
  let value: unknown = isStructured ? decoded.value : undefined;
  let isElement = false;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) {
      return { value: undefined, isElement: false };
    }
    isElement = Array.isArray(value);
    value = (value as Record<string, unknown>)[key];
  }
  return { value, isElement };
}
