import type { SqlType } from "../../filter/index.ts";

/** Values of one statement in the order of their placeholders. */
export interface Params {
  values: unknown[];
  /** Takes a value and gives its placeholder, typed, so that plans know the value. */
  add(
    value: unknown,
    type: SqlType | "integer" | "date" | "date[]" | "timestamptz[]" | "smallint[]",
  ): string;
}

export function openParams(): Params {
  const values: unknown[] = [];
  return {
    values,
    add: (value, type) => {
      values.push(toSent(value));
      return `$${values.length}::${type}`;
    },
  };
}

// Everything travels as text: the statement alone says of what type it is.
function toSent(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toSent);
  return typeof value === "bigint" || typeof value === "number" ? String(value) : value;
}
