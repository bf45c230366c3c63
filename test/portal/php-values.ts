// The portal is a PHP program: what its answers look like follows PHP's idea of values.

export type Json = null | boolean | number | string | Json[] | JsonMap;

export interface JsonMap {
  [key: string]: Json;
}

export function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** PHP's empty(): null, false, 0, "", "0" and empty arrays. */
export function isEmptyValue(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false) return true;
  if (value === 0 || value === "" || value === "0") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

export function asText(value: Json | undefined): string {
  if (value === undefined || value === null || value === false) return "";
  if (value === true) return "1";
  return typeof value === "object" ? "Array" : String(value);
}

/** An array stays, a map gives its values, a scalar becomes a list of one. */
export function asList(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  return isMap(value) ? Object.values(value) : [value];
}

/** PHP cannot tell an empty map from an empty list: both are []. */
export function phpMap(map: JsonMap): Json {
  return Object.keys(map).length === 0 ? [] : map;
}

export function upperKeys(map: JsonMap): JsonMap {
  const result: JsonMap = {};
  for (const [key, value] of Object.entries(map)) result[key.toUpperCase()] = value;
  return result;
}

/** json_encode without flags: slashes and non-ASCII characters are escaped. */
export function phpJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("/", "\\/")
    .replace(/[\u0080-\uffff]/g, (char) => {
      return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
    });
}

export function isoWithOffset(atMs: number, offsetMinutes: number): string {
  const local = new Date(atMs + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const sign = offsetMinutes < 0 ? "-" : "+";
  const minutes = Math.abs(offsetMinutes);
  const pad = (part: number): string => String(part).padStart(2, "0");
  return `${local}${sign}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
