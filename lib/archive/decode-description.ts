import { readPhpSerialized, type PhpValue } from "./php-serialized.ts";

export type DecodedDescription =
  | { kind: "empty"; value: null }
  | { kind: "json"; value: unknown }
  | { kind: "php"; value: PhpValue }
  | { kind: "base64"; value: string }
  | { kind: "url"; value: string }
  | { kind: "text"; value: string };

const MAX_STRUCTURED = 2_000_000;
const MAX_DEPTH = 100;

/** Finds out what a description is. Always data, never code: show it as text only. */
export function decodeDescription(description: string | null): DecodedDescription {
  if (description === null || description === "") return { kind: "empty", value: null };
  return (
    (description.length <= MAX_STRUCTURED ? tryStructured(description) : null) ??
    (/^(?:https?:\/\/|\/)\S*$/.test(description)
      ? { kind: "url", value: description }
      : { kind: "text", value: plainText(description) })
  );
}

/** The decoded description as one searchable and readable text. */
export function descriptionText(decoded: DecodedDescription): string {
  if (decoded.kind === "empty") return "";
  if (decoded.kind === "json" || decoded.kind === "php") return JSON.stringify(decoded.value);
  return decoded.value;
}

function tryStructured(text: string): DecodedDescription | null {
  return tryJson(text) ?? tryPhp(text) ?? tryBase64(text);
}

function tryJson(text: string): DecodedDescription | null {
  if (!/^\s{0,9}[{[]/.test(text) || isTooDeep(text)) return null;
  try {
    const value: unknown = LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
    return { kind: "json", value };
  } catch {
    // Not JSON, which is an answer: the next form is tried.
    return null;
  }
}

// Looking at every value takes longer than reading them: it is done only where it can change one.
const LONG_NUMBER = /\d{16}|\d[eE]/;

// Numbers a JavaScript number would change stay as their digits, where the engine tells the source.
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const digits = context?.source;
  if (digits === undefined) return value;
  return /^-?\d+$/.test(digits) || !Number.isFinite(value) ? digits : value;
}

export function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (isInText && char === "\\") at += 1;
    else if (char === '"') isInText = !isInText;
    else if (!isInText && (char === "{" || char === "[")) depth += 1;
    else if (!isInText && (char === "}" || char === "]")) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function tryPhp(text: string): DecodedDescription | null {
  if (!/^(?:[asidb]:|N;)/.test(text)) return null;
  const read = readPhpSerialized(text);
  return read.ok ? { kind: "php", value: read.value } : null;
}

function tryBase64(text: string): DecodedDescription | null {
  if (!/^==[a-z0-9+/]{4,}={0,2}$/i.test(text)) return null;
  try {
    const bytes = Uint8Array.from(atob(text.slice(2)), (char) => char.charCodeAt(0));
    return { kind: "base64", value: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    // Not base64 of a text, which is an answer: it is shown as it is.
    return null;
  }
}

function plainText(text: string): string {
  return text.replace(/<br[ \t]{0,9}\/?>\r?\n?/gi, "\n").replaceAll("\r\n", "\n");
}
