import { decodeDescription } from "../../../../../../lib/archive/shared.ts";
import { scalarText } from "../../../../../../lib/filter/shared.ts";
import { isColumnId } from "../../../../../../lib/portals/shared.ts";

const PREFIX = "json.";
const MAX_ASKED = 500;

/** The path of a column made from a key of the description; null for every other column. */
export function jsonPathOf(column: string): string[] | null {
  return column.startsWith(PREFIX) ? column.slice(PREFIX.length).split(".") : null;
}

/** The column for a place of the description; null where its name would not lead back to it. */
export function jsonColumnId(path: readonly string[]): string | null {
  const id = `${PREFIX}${path.join(".")}`;
  const isTold = path.length > 0 && path.every((key) => !key.includes("."));
  return isTold && isColumnId(id) ? id : null;
}

/** The value at a path of a structured description as text; null where there is none. */
export function jsonTextAt(description: string | null, path: readonly string[]): string | null {
  const value = jsonValueAt(description, path);
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A single value that can be asked for, empty where there is none; null for what cannot be. */
export function jsonAskedAt(description: string | null, path: readonly string[]): string | null {
  // A query sees what base64 hides; these columns do not.
  if (decodeDescription(description).kind === "base64") return null;
  const value = jsonValueAt(description, path) ?? "";
  // Digits may be lost in reading, and a condition without them would find nothing.
  if (typeof value === "number" && !Number.isSafeInteger(value)) return null;
  const text = typeof value === "object" ? null : scalarText(value);
  return text === null || text.length > MAX_ASKED ? null : text;
}

function jsonValueAt(description: string | null, path: readonly string[]): unknown {
  const decoded = decodeDescription(description);
  if (decoded.kind !== "json" && decoded.kind !== "php") return undefined;
  let value: unknown = decoded.value;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
