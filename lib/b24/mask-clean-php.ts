import { cleanEnd, isUsualSign, QUOTE, tableOf } from "./mask-clean-part.ts";
import { isEntity } from "./mask-plain.ts";
import { isRest, mayHoldHex } from "./mask-signs.ts";
import { isSecretKey, isSecretQueryKey } from "./secret-keys.ts";

const MAX_NAME = 100;
const MAX_DIGITS = 7;
const [AMPERSAND, SLASH, EQUALS, SEMICOLON] = [0x26, 0x2f, 0x3d, 0x3b];

// What may stand outside of quotes: kinds, sizes and numbers.
const OUTSIDE = tableOf("aidbsN:;{}0123456789.-");
const DIGITS = tableOf("0123456789.-");
// The only letters of other alphabets whose small forms hold a Latin one; the rules read bytes and see neither.
const ODD_LETTERS = /[\u0130\u212a]/;
const NAME = tableOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

/**
 * The same as `isCleanJson` for what PHP serializes. Addresses may stand in it, too: the names in their queries are
 * harmless.
 */
export function isCleanPhp(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first !== 0x61 && first !== 0x73) return false;
  if (text.charCodeAt(1) !== 0x3a || mayHoldHex(text)) return false;
  if (!text.isWellFormed() || ODD_LETTERS.test(text)) return false;
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (OUTSIDE[code] === 1) {
      // Longer numbers might be read as base64.
      digits = DIGITS[code] === 1 ? digits + 1 : 0;
      if (digits > MAX_DIGITS) return false;
      continue;
    }
    if (code !== QUOTE) return false;
    const end = cleanEnd(text, at + 1, isHarmlessSign);
    if (end === -1 || text.charCodeAt(end + 1) !== SEMICOLON) return false;
    // Values are taken for names, as both stand before a semicolon.
    if (isSecretKey(text.slice(Math.max(at + 1, end - MAX_NAME), end))) return false;
    digits = 0;
    at = end;
  }
  return true;
}

function isHarmlessSign(text: string, at: number, code: number): boolean {
  if (code === SLASH) return !isRest(text, at + 1);
  if (code === AMPERSAND) return !isEntity(text, at);
  if (code === EQUALS) return isHarmlessPair(text, at);
  return isUsualSign(text, at, code);
}

function isHarmlessPair(text: string, at: number): boolean {
  // An arrow, a blank between: not as addresses have it.
  if (text.charCodeAt(at + 1) === 0x3e || text.charCodeAt(at - 1) === 0x20) return false;
  let from = at;
  while (NAME[text.charCodeAt(from - 1)] === 1) from -= 1;
  const before = text.charCodeAt(from - 1);
  if (from === at || at - from > MAX_NAME || before === 0x5b || before === 0x5d) return false;
  return !isSecretQueryKey(text.slice(from, at));
}
