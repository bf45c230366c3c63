import { cleanEnd, isUsualSign, QUOTE, tableOf } from "./mask-clean-part.ts";
import { mayHoldHex } from "./mask-signs.ts";

const MAX_NAME = 100;
const COLON = 0x3a;

// What may stand outside of quotes: the parts of numbers, true, false and null; a colon only behind a name.
const OUTSIDE = tableOf("{}[],0123456789.-+eEtrufalsn");
const AFTER_QUOTE = tableOf(":,}]");

/**
 * Whether JSON surely holds nothing to be masked, told by one pass over it: most descriptions are such, and the rules
 * would look at each several times. All its names are harmless and its texts have none of the signs that the rules
 * begin with, so false says nothing.
 */
export function isCleanJson(text: string, isSecret: (name: string) => boolean): boolean {
  const first = text.charCodeAt(0);
  if ((first !== 0x7b && first !== 0x5b) || mayHoldHex(text)) return false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (OUTSIDE[code] === 1) continue;
    if (code !== QUOTE) return false;
    const end = cleanEnd(text, at + 1, isUsualSign);
    if (end === -1) return false;
    const isName = text.charCodeAt(end + 1) === COLON;
    if (isName && (end - at - 1 > MAX_NAME || isSecret(text.slice(at + 1, end)))) return false;
    at = end + 1;
    if (at < text.length && AFTER_QUOTE[text.charCodeAt(at)] !== 1) return false;
  }
  return true;
}
