/** The value at a path as `#>` of PostgreSQL finds it; an array stands for each of its elements. */
export function jsonItems(json: unknown, path: readonly string[]): unknown[] {
  const value = jsonAt(json, path);
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

export function jsonAt(json: unknown, path: readonly string[]): unknown {
  let value = json;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Array.isArray(value) ? elementAt(value, key) : ownValue(value, key);
  }
  return value;
}

function ownValue(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function elementAt(list: unknown[], key: string): unknown {
  return /^[ \t\n\v\f\r]*[+-]?\d{1,9}$/.test(key) ? list.at(Number(key)) : undefined;
}

/** Text of a single value as the database writes it; null for null, objects and arrays. */
export function scalarText(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  return typeof value === "number" && Number.isFinite(value) ? plainNumber(value) : null;
}

/** The number a value is or is written as, if it is short enough to compare exactly. */
export function scalarNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "string" && SHORT_NUMBER.test(value) ? Number(value) : null;
}

/** The same texts as in the compiled statement. */
const SHORT_NUMBER = /^-?([0-9]{1,15}|[0-9]{1,9}\.[0-9]{1,6})$/;
export const SHORT_NUMBER_SQL = "^-?([0-9]{1,15}|[0-9]{1,9}\\.[0-9]{1,6})$";

// Databases write numbers in full: 1e21 and 1e-7 have no exponent there.
function plainNumber(value: number): string {
  const text = JSON.stringify(value);
  const [, sign = "", whole = "", fraction = "", power] =
    /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (power === undefined) return text;
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  const padded = digits.padEnd(point, "0");
  const rest = padded.slice(point);
  return `${sign}${padded.slice(0, point)}${rest === "" ? "" : `.${rest}`}`;
}
