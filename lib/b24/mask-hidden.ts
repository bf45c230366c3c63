import { mapJsonTexts } from "./json-texts.ts";
import { hidesNothing } from "./mask-plain.ts";
import { mapPhpTexts } from "./php-texts.ts";
import { unescapedView, type UnescapedView } from "./unescape-view.ts";

interface HiddenMasks {
  /** The masking of a text without escapes. */
  mask: (text: string) => string;
  /** The masking of what stood in base64, which may have any form. */
  maskInner: (text: string) => string;
}

const STARS = "***";
const MAX_DEPTH = 4;
const MAX_ROUNDS = 4;
const ESCAPED = /&(?:#|[a-z]{2,6};)|\\u00/i;
// Ordinary rows hold neither escapes nor long values of one word: they cost no more than this look.
const WORTH_A_LOOK = /&(?:#|[a-z]{2,6};)|\\u00|["'](?:==)?[a-z0-9+/_\\-]{8,}={0,2}(?:["'\\]|$)/i;
const BASE64 = /^(?:==)?([a-z0-9+/_-]{8,}={0,2})$/i;
// Bytes that are no text to read: control characters, and what is no UTF-8.
// eslint-disable-next-line no-control-regex
const UNREADABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]/;

/** Masks the secrets that stand behind HTML entities, `\u0022` and base64 in a text that is masked otherwise. */
export function maskHidden(text: string, masks: HiddenMasks): string {
  return hidesNothing(text) ? text : hideSecrets(text, masks);
}

/** The same for a text that nobody has looked at. */
export function hideSecrets(text: string, masks: HiddenMasks): string {
  const whole = { text, depth: 0 };
  return BASE64.test(text) ? hidePart(whole, masks) : hideIn(whole, masks);
}

interface Level {
  text: string;
  depth: number;
}

function hideIn({ text, depth }: Level, masks: HiddenMasks): string {
  if (depth > MAX_DEPTH || !WORTH_A_LOOK.test(text)) return text;
  const change = (part: string): string => hidePart({ text: part, depth }, masks);
  if (!isPhp(text) && !isJson(text)) return hideEscaped(text, masks.mask);
  const map = isPhp(text) ? mapPhpTexts : mapJsonTexts;
  const hidden = map(text, change);
  // A text that is cut off, or only begins like one of these forms, has more than its quoted parts.
  const isWhole = !WORTH_A_LOOK.test(map(hidden, () => ""));
  if (isWhole) return hidden;
  return hideEscaped(isPhp(text) ? mapJsonTexts(hidden, change) : hidden, masks.mask);
}

function hidePart({ text, depth }: Level, masks: HiddenMasks): string {
  const hidden = hideEscaped(text, masks.mask);
  const plain = plainView(hidden)?.text ?? hidden;
  const inner = decodeBase64(plain);
  if (inner !== null && masks.maskInner(inner) !== inner) return STARS;
  if (!isJson(plain) && !isPhp(plain)) return hidden;
  return hideIn({ text: plain, depth: depth + 1 }, masks) === plain ? hidden : STARS;
}

function hideEscaped(text: string, mask: (text: string) => string): string {
  if (!ESCAPED.test(text)) return text;
  const view = plainView(text);
  if (view === null) return text;
  const masked = mask(view.text);
  if (masked === view.text) return text;
  const hidden = hideChanged(text, view, masked);
  const left = plainView(hidden)?.text ?? hidden;
  // What is still not clean cannot be told apart: all of it goes.
  return mask(left) === left ? hidden : STARS;
}

/** Replaces all from the first changed character to the last. */
function hideChanged(text: string, view: UnescapedView, masked: string): string {
  const most = Math.min(view.text.length, masked.length);
  let head = 0;
  while (head < most && view.text[head] === masked[head]) head += 1;
  let tail = 0;
  while (tail < most - head && view.text.at(-1 - tail) === masked.at(-1 - tail)) tail += 1;
  const end = view.text.length - tail;
  if (end <= head) return STARS;
  return `${text.slice(0, view.from[head])}${STARS}${text.slice(view.to[end - 1])}`;
}

/** A text without its escapes, also where they stand in each other, as in `&amp;quot;`. */
function plainView(text: string): UnescapedView | null {
  let view = unescapedView(text);
  for (let round = 1; view !== null && round < MAX_ROUNDS; round += 1) {
    const next = unescapedView(view.text);
    if (next === null) break;
    const { from, to }: UnescapedView = view;
    view = {
      text: next.text,
      from: next.from.map((at) => from[at] ?? 0),
      to: next.to.map((at) => (at === 0 ? 0 : (to[at - 1] ?? 0))),
    };
  }
  return view;
}

function decodeBase64(text: string): string | null {
  const code = BASE64.exec(text)?.[1];
  if (code === undefined) return null;
  const inner = Buffer.from(code, "base64").toString();
  return UNREADABLE.test(inner) ? null : inner;
}

function isJson(text: string): boolean {
  return /^\s{0,9}[{[]/.test(text);
}

function isPhp(text: string): boolean {
  return /^[aOs]:\d/.test(text);
}
