import { arrowSpan, jsonSpan, quotedValue, serializedSpan, type Span } from "./mask-quoted.ts";
import { LOOKS, lookAt, nextSign, signAt } from "./mask-signs.ts";
import { sentenceSpan } from "./mask-sentence.ts";
import { isSecretKey, isSecretQueryKey } from "./secret-keys.ts";

export interface MaskRules {
  /** An address: a value ends only at `&`, `#` or a blank. */
  isUri?: boolean;
  isSecret?: KeyTest;
  /** The text states the sizes of its parts in bytes, as PHP's serialized ones do. */
  isSized?: boolean;
}

type KeyTest = (key: string) => boolean;

const STARS = "***";
const MAX_KEY = 100;
const WEBHOOK =
  /((?:\\{0,3}\/|%(?:25){0,3}2f)rest(?:\\{0,3}\/|%(?:25){0,3}2f)(?:api(?:\\{0,3}\/|%(?:25){0,3}2f))?\d{1,12}(?:\\{0,3}\/|%(?:25){0,3}2f))[a-z0-9_-]+/gi;
const BEARER = /\b(bearer|basic)([ \t]{1,4}|%20|\+)[a-z0-9._~+/=-]{8,}/gi;
const USER_INFO = /(:\/\/[^\s/@:]{1,100}:)[^\s/@]{1,200}@/g;
// Access and refresh tokens of the platform are longer than any usual checksum.
const LONG_HEX = /\b[0-9a-f]{66,}\b/gi;

// Secrets of our own: of runs that outside systems do, and those their requests are signed with.
const OWN = /(lbrun_|whsec_)[A-Za-z0-9+/=_%-]{8,}/g;

/** Puts `***` for secrets in any text; linear in its length, also for hostile input. */
export function maskText(text: string, rules: MaskRules = {}): string {
  const looks = lookAt(text);
  if (looks === 0) return text;
  let masked = looks & LOOKS.pair ? maskPairs(text, rules) : text;
  if (looks & LOOKS.webhook) masked = masked.replace(WEBHOOK, `$1${STARS}`);
  if (looks & LOOKS.bearer) masked = masked.replace(BEARER, `$1$2${STARS}`);
  if (looks & LOOKS.userInfo) masked = masked.replace(USER_INFO, `$1${STARS}@`);
  if (looks & LOOKS.own) masked = masked.replace(OWN, `$1${STARS}`);
  return looks & LOOKS.longHex ? masked.replace(LONG_HEX, STARS) : masked;
}

function maskPairs(text: string, rules: MaskRules): string {
  let out: string[] | null = null;
  let copied = 0;
  // One for all signs: most of them have nothing to be masked.
  const place: Place = { text, at: 0, sign: "", floor: 0, rules };
  for (let at = nextSign(text, 0); at !== -1; at = nextSign(text, place.floor)) {
    place.at = at;
    place.sign = signAt(text, at);
    const span = spanAt(place);
    place.floor = span?.to ?? at + place.sign.length;
    if (span === null) continue;
    out ??= [];
    out.push(text.slice(copied, span.from), span.text);
    copied = span.to;
  }
  if (out === null) return text;
  out.push(text.slice(copied));
  return out.join("");
}

interface Place {
  text: string;
  at: number;
  sign: string;
  /** A name never reaches back over this position. */
  floor: number;
  rules: MaskRules;
}

function spanAt(place: Place): Span | null {
  const { text, at, sign } = place;
  const isSecret = place.rules.isSecret ?? isSecretKey;
  if (sign === ":") return jsonSpan(text, at, isSecret) ?? inSentence(place);
  if (sign.startsWith(" ")) return inSentence(place);
  if (sign === ";") return serializedSpan(text, at, isSecret);
  if (sign === "=" && text[at + 1] === ">") return arrowSpan(text, at, isSecret);
  if (sign.toLowerCase().endsWith("a")) return encodedJsonSpan(place, isSecret);
  return pairSpan(place, isSecret);
}

function inSentence({ text, at, sign, floor, rules }: Place): Span | null {
  if (rules.isUri === true) return null;
  return sentenceSpan({ text, at, sign, floor, keepsSize: rules.isSized === true });
}

function pairSpan(place: Place, isSecret: KeyTest): Span | null {
  const { text, at, sign, rules } = place;
  const key = keyBefore(place);
  if (key === null) return null;
  const isInAddress = rules.isUri === true || key.place === "query";
  const test =
    key.place === "text" ? isSecret : (name: string) => isSecretQueryKey(name) || isSecret(name);
  if (!key.names.some(test)) return null;
  let from = at + sign.length;
  if (!isInAddress) from = skipBlanks(text, from, 2);
  const quoted = isInAddress || sign !== "=" ? null : quotedValue(text, from);
  return quoted ?? toSpan(from, stopAfter(text, from, stopFor(sign !== "=", rules.isUri === true)));
}

function toSpan(from: number, to: number): Span | null {
  return to > from ? { from, to, text: STARS } : null;
}

interface KeyBefore {
  names: string[];
  place: "query" | "start" | "text";
}

function keyBefore(place: Place): KeyBefore | null {
  const { text, at, sign } = place;
  const end = sign === "=" ? at - blanksBefore(text, at, 2) : at;
  const floor = Math.max(place.floor, end - MAX_KEY, 0);
  let start = end;
  while (start > floor && isKeyChar(text.charCodeAt(start - 1))) start -= 1;
  if (start >= end) return null;
  const decoded = decodePercent(text.slice(start, end));
  let cut = decoded.length;
  while (cut > 0 && isNameChar(decoded.charCodeAt(cut - 1))) cut -= 1;
  const name = decoded.slice(cut);
  const before = cut > 0 ? decoded[cut - 1] : text[start - 1];
  // The JSON form of `&` and its HTML form end in characters of a name or in a semicolon.
  const isEscaped = before === "\\" && /^u0026/i.test(name);
  const isEntity = before === ";" && text.startsWith("&amp", start - 5);
  const names = splitName(isEscaped ? name.slice(5) : name);
  if (names.length === 0) return null;
  if (before === undefined) return { names, place: "start" };
  const isInQuery = "?&#".includes(before) || isEscaped || isEntity;
  return { names, place: isInQuery ? "query" : "text" };
}

function splitName(name: string): string[] {
  const isPlain = !name.includes("[") && !name.includes("]");
  if (isPlain) return name === "" ? [] : [name];
  return name.split(/[[\]]+/).filter((part) => part !== "");
}

function isKeyChar(code: number): boolean {
  return code === 0x25 || isNameChar(code);
}

// Letters, digits and _ - . [ ]
function isNameChar(code: number): boolean {
  const small = code | 0x20;
  if ((small >= 0x61 && small <= 0x7a) || (code >= 0x30 && code <= 0x39)) return true;
  return code === 0x5f || code === 0x2d || code === 0x2e || code === 0x5b || code === 0x5d;
}

// A backslash belongs to a value only where it escapes a slash.
const STOP_IN_TEXT = /[&# \t\r\n"'<>]|(?<!\\)\\+(?![\\/])/g;
const STOP_IN_URI = /[&# \t\r\n]/g;
const STOP_ENCODED = /[&# \t\r\n"'<>]|(?<!\\)\\+(?![\\/])|%(?:25){0,3}2[236]/g;
const STOP_ENCODED_QUOTE = /%(?:25){0,3}22|[&# \t\r\n]/g;
const STOP_ENCODED_JSON = /%(?:25){0,3}(?:2c|7d|5d)|[&# \t\r\n]/gi;

function stopFor(isEncoded: boolean, isUri: boolean): RegExp {
  if (isEncoded) return STOP_ENCODED;
  return isUri ? STOP_IN_URI : STOP_IN_TEXT;
}

function stopAfter(text: string, from: number, pattern: RegExp): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

function encodedJsonSpan(place: Place, isSecret: KeyTest): Span | null {
  const { text, at, sign } = place;
  const floor = Math.max(place.floor, at - MAX_KEY, 0);
  const quoted = /"([^"]{1,80})"\s*$/.exec(decodePercent(text.slice(floor, at)));
  if (quoted?.[1] === undefined || !isSecret(quoted[1])) return null;
  const opening = /^(?:%(?:25){0,3}20|\+){0,4}(%(?:25){0,3}22)/i.exec(
    text.slice(at + sign.length, at + sign.length + 60),
  );
  const from = at + sign.length + (opening?.[0].length ?? 0);
  const stop = opening === null ? STOP_ENCODED_JSON : STOP_ENCODED_QUOTE;
  return toSpan(from, stopAfter(text, from, stop));
}

function decodePercent(text: string): string {
  let plain = text;
  for (let round = 0; round < 4 && plain.includes("%"); round += 1) {
    plain = plain.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return plain;
}

function blanksBefore(text: string, at: number, most: number): number {
  let count = 0;
  while (count < most && text[at - 1 - count] === " ") count += 1;
  return count;
}

function skipBlanks(text: string, at: number, most: number): number {
  let next = at;
  while (next < at + most && text[next] === " ") next += 1;
  return next;
}
