import { isPlainPart } from "./mask-plain.ts";
import { mayHoldHex } from "./mask-signs.ts";

const MAX_NAME = 100;
const QUOTE = 0x22;
const COLON = 0x3a;
const BLANK = 0x20;
const UNDERSCORE = 0x5f;

// What may stand outside of quotes: the parts of numbers, true, false and null; a colon only behind a name.
const OUTSIDE = tableOf('"{}[],0123456789.-+eEtrufalsn');
const AFTER_QUOTE = tableOf(":,}]");
// What no secret is told by, wherever it stands in a text; letters of other alphabets are not in the table.
const INSIDE = tableOf(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$'()*,-.<>?@[]^`{|}~",
);

/**
 * Whether JSON surely holds nothing to be masked, told by one pass over it: most descriptions are such, and the rules
 * would look at each several times. All its names are harmless and its texts have none of the signs that the rules
 * begin with, so false says nothing.
 */
export function isCleanJson(text: string, isSecret: (name: string) => boolean): boolean {
  const first = text.charCodeAt(0);
  if ((first !== 0x7b && first !== 0x5b) || mayHoldHex(text)) return false;
  let from = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (from === -1) {
      if (!isUsualOutside(text, at, code)) return false;
      if (code === QUOTE) from = at + 1;
    } else if (code === QUOTE) {
      if (!isPlainPart(text, from, at)) return false;
      const isName = text.charCodeAt(at + 1) === COLON;
      if (isName && (at - from > MAX_NAME || isSecret(text.slice(from, at)))) return false;
      from = -1;
    } else if (code < INSIDE.length && INSIDE[code] === 0 && !isUsualSign(text, at, code)) {
      return false;
    }
  }
  return from === -1;
}

function isUsualOutside(text: string, at: number, code: number): boolean {
  if (at > 0 && text.charCodeAt(at - 1) === QUOTE) return AFTER_QUOTE[code] === 1;
  return OUTSIDE[code] === 1;
}

/** Before a dash, or behind `bearer` and `basic`, a blank may stand before a secret, and `_` in one of our own. */
function isUsualSign(text: string, at: number, code: number): boolean {
  const before = text.charCodeAt(at - 1) | 0x20;
  if (code === UNDERSCORE) return before !== 0x6e && before !== 0x63;
  if (code !== BLANK) return false;
  const next = text.charCodeAt(at + 1);
  const isDash = next === 0x2d || next === 0x2013 || next === 0x2014;
  return !isDash && before !== 0x72 && before !== 0x63;
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(0x80);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
