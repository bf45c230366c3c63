import { decodeDescription } from "../decode-description.ts";
import { decodeEntities, hasEntity } from "./html-entities.ts";
import { scanJson } from "./scan-json.ts";

// JSON in a text of JSON in a text of JSON: deeper than any module of the portal goes.
const MAX_LEVELS = 3;

/** Readable text that the description hides behind base64, escapes or entities; null when it hides none. */
export function readableText(description: string): string | null {
  const parts: string[] = [];
  if (description.startsWith("==")) {
    const decoded = decodeDescription(description);
    if (decoded.kind === "base64") {
      parts.push(decoded.value);
      collect(decoded.value, parts, MAX_LEVELS);
      return join(parts);
    }
  }
  if (mayHide(description)) {
    collect(description, parts, MAX_LEVELS);
  }
  return parts.length === 0 ? null : join(parts);
}

// Without these no part of it does either, whatever its form: most of it need not be read for that.
function mayHide(text: string): boolean {
  return text.includes("\\") || hasEntity(text);
}

function join(parts: string[]): string {
  return parts.join("\n").replaceAll("\0", "\ufffd").toWellFormed();
}

function collect(text: string, parts: string[], levels: number): void {
  if (levels === 0) return;
  const decoded = decodeDescription(text);
  if (decoded.kind === "json") {
    scanJson(text, { quoted: (token) => collectToken(token, parts, levels) });
  } else if (decoded.kind === "php") {
    collectTexts(decoded.value, parts, levels);
  } else if (hasEntity(text)) {
    parts.push(decodeEntities(text));
  }
}

function collectToken(token: string, parts: string[], levels: number): void {
  const isEscaped = token.includes("\\");
  if (!isEscaped && !token.includes("&")) return;
  const text = isEscaped ? (JSON.parse(token) as string) : token.slice(1, -1);
  const before = parts.length;
  collect(text, parts, levels - 1);
  if (isEscaped && parts.length === before) parts.push(text);
}

function collectTexts(value: unknown, parts: string[], levels: number): void {
  if (typeof value === "string") {
    if (mayHide(value)) collect(value, parts, levels - 1);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (hasEntity(key)) parts.push(decodeEntities(key));
      collectTexts(item, parts, levels);
    }
  }
}
