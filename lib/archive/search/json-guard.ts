import type { Bind, FieldTerm, Pattern } from "../../filter/index.ts";
import { fold } from "../../filter/index.ts";

// A text of JSON that holds a key or value holds these characters too, unless it writes them as escapes.
const PLAIN = /^[^"\\\p{Cc}\u007f]{2,}$/u;
const MAX_PIECES = 4;

/** Whether a row is worth having its JSON read: reading it costs more than looking for a few letters. */
export function jsonGuard(path: readonly string[], { test }: FieldTerm, bind: Bind): string | null {
  const key = path.filter((one) => PLAIN.test(one) && !isPlace(one));
  const values = test.kind === "equals" && test.values.length === 1 ? (test.values[0] ?? []) : [];
  const parts = [
    ...literals(values).map((text) => ({ text, sql: "lower(e.description)" })),
    ...key.map((text) => ({ text, sql: "e.description" })),
  ]
    .slice(0, MAX_PIECES)
    .map(({ text, sql }) => `${sql} LIKE ${bind(like(text), "text")}`);
  if (parts.length === 0) return null;
  const holds = `((${parts.join(" AND ")}) OR e.description LIKE '%\\\\%')`;
  return `(CASE e.form WHEN 2 THEN ${holds} ELSE e.form = 3 END)`;
}

function literals(pattern: Pattern): string[] {
  return pattern.filter((piece) => PLAIN.test(piece)).map(fold);
}

// The place in an array is no text of it.
function isPlace(key: string): boolean {
  return /^\s*[+-]?\d+$/.test(key);
}

function like(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
