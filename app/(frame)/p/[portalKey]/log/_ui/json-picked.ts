import { decodeDescription } from "../../../../../../lib/archive/shared.ts";
import type { Picked } from "../../../../../../lib/filter/shared.ts";
import { valueAt } from "./json-value.ts";

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
