import { storable } from "../../filter/index.ts";
import { decodeDescription } from "../decode-description.ts";
import { readableText } from "./readable-text.ts";
import { isCastable } from "./castable-json.ts";
import { isPlainJson } from "./plain-json.ts";

/** None, a text, JSON that casts to jsonb as it stands, or anything that `decoded` holds as jsonb. */
export const FORMS = { none: 0, text: 1, json: 2, decoded: 3 } as const;
export type Form = (typeof FORMS)[keyof typeof FORMS];

/** What is stored beside a description so that statements find the same in it as `evaluate` does. */
export interface EntryContent {
  form: Form;
  /** JSON text for a jsonb column; only with the last form. */
  decoded: string | null;
  /** Readable text of the description that the description itself does not hold. */
  details: string | null;
}

const NO_CONTENT: EntryContent = { form: FORMS.none, decoded: null, details: null };
const JSON_CONTENT: EntryContent = { form: FORMS.json, decoded: null, details: null };

export function entryContent(description: string | null): EntryContent {
  if (description === null || description === "") return NO_CONTENT;
  // Most descriptions are: nothing about them has to be looked at twice.
  if (isPlainJson(description)) return JSON_CONTENT;
  const details = readableText(description);
  const json = structuredValue(description);
  if (json === undefined) return { form: FORMS.text, decoded: null, details };
  if (json.isText && isCastable(description)) return { form: FORMS.json, decoded: null, details };
  return { form: FORMS.decoded, decoded: toJsonText(json.value), details };
}

/** The value that `json.…` and `request` of a query look into; null when the description is a text. */
export function entryJson(description: string | null): unknown {
  if (description === null || description === "") return null;
  const json = structuredValue(description);
  return json === undefined ? null : (JSON.parse(toJsonText(json.value)) as unknown);
}

function structuredValue(description: string): { value: unknown; isText: boolean } | undefined {
  const outer = decodeDescription(description);
  const decoded = outer.kind === "base64" ? decodeDescription(outer.value) : outer;
  if (decoded.kind !== "json" && decoded.kind !== "php") return undefined;
  return { value: decoded.value, isText: outer.kind === "json" };
}

/** JSON that every jsonb takes: texts without zero characters and halves of characters. */
function toJsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return /\\u(?:0000|d[89a-f])/i.test(text) ? JSON.stringify(toStorable(value)) : text;
}

function toStorable(value: unknown): unknown {
  if (typeof value === "string") return storable(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(toStorable);
  const pairs = Object.entries(value).map(([key, item]: [string, unknown]) => [
    storable(key),
    toStorable(item),
  ]);
  return Object.fromEntries(pairs) as unknown;
}
