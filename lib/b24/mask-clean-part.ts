import { isPlainPart } from "./mask-plain.ts";

export const QUOTE = 0x22;
const BLANK = 0x20;
const UNDERSCORE = 0x5f;

// What no secret is told by, wherever it stands in a text; letters of other alphabets are not in the table.
const INSIDE = tableOf(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$'()*,-.<>?@[]^`{|}~",
);

/** Tells whether a sign that some rule begins with surely begins nothing where it stands. */
type SignTest = (text: string, at: number, code: number) => boolean;

/** Where the quoted text that begins here ends; -1 when it is not closed, or not surely without secrets. */
export function cleanEnd(text: string, from: number, isHarmless: SignTest): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= INSIDE.length || INSIDE[code] === 1) continue;
    if (code === QUOTE) break;
    if (!isHarmless(text, at, code)) return -1;
  }
  return at < text.length && isPlainPart(text, from, at) ? at : -1;
}

/** Before a dash, or behind `bearer` and `basic`, a blank may stand before a secret, and `_` in one of our own. */
export function isUsualSign(text: string, at: number, code: number): boolean {
  const before = text.charCodeAt(at - 1) | 0x20;
  if (code === UNDERSCORE) return before !== 0x6e && before !== 0x63;
  if (code !== BLANK) return false;
  const next = text.charCodeAt(at + 1);
  const isDash = next === 0x2d || next === 0x2013 || next === 0x2014;
  return !isDash && before !== 0x72 && before !== 0x63;
}

export function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(0x80);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
