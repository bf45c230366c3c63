import { isLosslessNumber, parse } from "lossless-json";
import { decodeDescription, type DecodedDescription } from "../../../lib/archive/shared.ts";

export interface ReadDescription {
  kind: DecodedDescription["kind"];
  /** What a query sees in it; undefined for a text. */
  json: unknown;
  /** A value of several parts, every number with the digits it was written with. */
  tree: { value: unknown } | null;
  /** What a reader sees where there is no tree. */
  text: string;
}

/** What a description says: a tree where it is structured, also below base64, else a text. */
export function readDescription(description: string | null): ReadDescription {
  const decoded = decodeDescription(description);
  const { kind } = decoded;
  if (kind === "empty") return { kind, json: undefined, tree: null, text: "" };
  if (kind === "base64") {
    return { kind, ...structured(decoded.value, decodeDescription(decoded.value)) };
  }
  if (kind === "json" || kind === "php") return { kind, ...structured(description ?? "", decoded) };
  return { kind, json: undefined, tree: null, text: decoded.value };
}

function structured(source: string, decoded: DecodedDescription): Omit<ReadDescription, "kind"> {
  const json: unknown = decoded.value;
  if (decoded.kind === "json") return { json, tree: { value: exact(source, json) }, text: "" };
  if (decoded.kind !== "php") return { json: undefined, tree: null, text: source };
  return partsOf(json) === null
    ? { json, tree: null, text: scalarWords(json) ?? "null" }
    : { json, tree: { value: json }, text: "" };
}

// What a JavaScript number may change: many digits, fractions, exponents, a zero below zero.
const DELICATE = /\d{16}|\d\.\d|\d[eE][+-]?\d|-0/;

// The exact reader is slow and may refuse what the browser took: then the browser's reading has to do.
function exact(text: string, read: unknown): unknown {
  if (!DELICATE.test(text)) return read;
  try {
    return parse(text, undefined, { onDuplicateKey: ({ newValue }) => newValue });
  } catch (error) {
    if (error instanceof SyntaxError) return read;
    throw error;
  }
}

/** A single value as it was written; null for objects, lists and null itself. */
export function scalarWords(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return isLosslessNumber(value) ? value.value : null;
}

export function isNumber(value: unknown): boolean {
  return typeof value === "number" || isLosslessNumber(value);
}

/** Keys and values of an object or a list in their order; null for single values. */
export function partsOf(value: unknown): [key: string, part: unknown][] | null {
  if (typeof value !== "object" || value === null || isLosslessNumber(value)) return null;
  if (Array.isArray(value)) return value.map((part: unknown, index) => [String(index), part]);
  return Object.entries(value);
}
