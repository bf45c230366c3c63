import { storable } from "./fold.ts";

export type SqlType =
  | "text"
  | "text[]"
  | "integer[]"
  | "bigint"
  | "bigint[]"
  | "numeric"
  | "timestamptz"
  | "inet"
  | "inet[]";

/** Takes a value as parameter and gives its placeholder. */
export type Bind = (value: string | readonly string[], type: SqlType) => string;

export function openBinder(first: number): { bind: Bind; values: unknown[] } {
  const values: unknown[] = [];
  const bind: Bind = (value, type) => {
    values.push(typeof value === "string" ? storable(value) : value.map(storable));
    const place = `$${first + values.length - 1}`;
    // Always sent as text: no driver has to know the type that the database makes of it.
    const sent = type.endsWith("[]") ? "text[]" : "text";
    return sent === type ? `${place}::${sent}` : `${place}::${sent}::${type}`;
  };
  return { bind, values };
}
