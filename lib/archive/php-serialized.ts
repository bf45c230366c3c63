export type PhpValue = null | boolean | number | string | PhpValue[] | { [key: string]: PhpValue };

export type PhpRead = { ok: true; value: PhpValue } | { ok: false };

const MAX_DEPTH = 50;
const MAX_NODES = 50_000;
const FAIL: PhpRead = { ok: false };

interface Reader {
  text: string;
  at: number;
  nodes: number;
}

/** Reads scalars and arrays only: objects and references are refused, nothing is ever brought to life. */
export function readPhpSerialized(text: string): PhpRead {
  const reader: Reader = { text: text.trimEnd().toWellFormed(), at: 0, nodes: 0 };
  const result = readValue(reader, 0);
  return result.ok && reader.at === reader.text.length ? result : FAIL;
}

function readValue(reader: Reader, depth: number): PhpRead {
  reader.nodes += 1;
  if (depth > MAX_DEPTH || reader.nodes > MAX_NODES) return FAIL;
  const kind = reader.text.charAt(reader.at);
  reader.at += 1;
  if (kind === "N") return take(reader, ";") ? { ok: true, value: null } : FAIL;
  if (!take(reader, ":")) return FAIL;
  if (kind === "s") return readText(reader);
  if (kind === "a") return readArray(reader, depth);
  const raw = readUntil(reader, ";");
  if (raw === null) return FAIL;
  if (kind === "b" && /^[01]$/.test(raw)) return { ok: true, value: raw === "1" };
  if (kind === "i" && /^-?\d{1,19}$/.test(raw)) return { ok: true, value: toExact(raw) };
  if (kind === "d" && /^-?(?:[\d.]+(?:E[+-]?\d+)?|INF|NAN)$/i.test(raw)) {
    return { ok: true, value: Number.isFinite(Number(raw)) ? Number(raw) : raw };
  }
  return FAIL;
}

function toExact(digits: string): number | string {
  return Number.isSafeInteger(Number(digits)) ? Number(digits) : digits;
}

function readText(reader: Reader): PhpRead {
  const length = readLength(reader);
  if (length === null || !take(reader, '"')) return FAIL;
  const end = endAfter(reader, length);
  if (end === null) return FAIL;
  const value = reader.text.slice(reader.at, end);
  reader.at = end;
  return take(reader, '"') && take(reader, ";") ? { ok: true, value } : FAIL;
}

/** Where so many bytes of UTF-8 end; null when the text ends before, or a character lies across. */
function endAfter({ text, at }: Reader, bytes: number): number | null {
  let left = bytes;
  let end = at;
  while (left > 0 && end < text.length) {
    const code = text.charCodeAt(end);
    const isPair = code >= 0xd800 && code < 0xdc00;
    left -= isPair ? 4 : code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    end += isPair ? 2 : 1;
  }
  return left === 0 ? end : null;
}

function readArray(reader: Reader, depth: number): PhpRead {
  const count = readLength(reader);
  if (count === null || !take(reader, "{")) return FAIL;
  const pairs: [string, PhpValue][] = [];
  for (let index = 0; index < count; index += 1) {
    const key = readValue(reader, depth + 1);
    if (!key.ok || (typeof key.value !== "string" && typeof key.value !== "number")) return FAIL;
    const value = readValue(reader, depth + 1);
    if (!value.ok) return FAIL;
    pairs.push([String(key.value), value.value]);
  }
  if (!take(reader, "}")) return FAIL;
  const isList = pairs.every(([key], index) => key === String(index));
  return { ok: true, value: isList ? pairs.map(([, value]) => value) : Object.fromEntries(pairs) };
}

function readLength(reader: Reader): number | null {
  const raw = readUntil(reader, ":");
  return raw !== null && /^\d{1,9}$/.test(raw) ? Number(raw) : null;
}

// Numbers are short: a longer run is not one.
function readUntil(reader: Reader, stop: string): string | null {
  const limit = Math.min(reader.at + 40, reader.text.length);
  const last = stop.charCodeAt(0);
  for (let end = reader.at; end < limit; end += 1) {
    if (reader.text.charCodeAt(end) !== last) continue;
    const raw = reader.text.slice(reader.at, end);
    reader.at = end + 1;
    return raw;
  }
  return null;
}

function take(reader: Reader, expected: string): boolean {
  if (reader.text.charCodeAt(reader.at) !== expected.charCodeAt(0)) return false;
  reader.at += 1;
  return true;
}
