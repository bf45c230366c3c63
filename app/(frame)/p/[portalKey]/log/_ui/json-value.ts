import { decodeDescription } from "../../../../../../lib/archive/shared.ts";

/** The value at a path of a structured description as text; null where there is none. */
export function jsonTextAt(description: string | null, path: readonly string[]): string | null {
  const { value } = valueAt(description, path);
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What is at a path of a structured description, and whether it is one of a list. */
export function valueAt(description: string | null, path: readonly string[]) {
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
