import { decodeDescription } from "../../../../../../lib/archive/shared.ts";

const PREFIX = "json.";

/** The path of a column made from a key of the description; null for every other column. */
export function jsonPathOf(column: string): string[] | null {
  return column.startsWith(PREFIX) ? column.slice(PREFIX.length).split(".") : null;
}

/** The value at a path of a structured description as text; null where there is none. */
export function jsonTextAt(description: string | null, path: readonly string[]): string | null {
  const decoded = decodeDescription(description);
  if (decoded.kind !== "json" && decoded.kind !== "php") return null;
  let value: unknown = decoded.value;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
    value = (value as Record<string, unknown>)[key];
  }
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
