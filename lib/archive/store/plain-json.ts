const MAX_DEPTH = 100;
const MAX_DIGITS = 15;

/**
 * Whether a text surely is JSON that jsonb takes as it stands: one pass without making its values. Escapes, entities,
 * numbers that are more than a few digits and blanks between the parts are left to a closer look, so false says nothing.
 */
export function isPlainJson(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first !== OPEN_OBJECT && first !== OPEN_LIST) return false;
  const end = valueEnd(text, 0, MAX_DEPTH);
  return end === text.length;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const BAD = -1;

// Each of these gives where its part ends, or BAD.
function valueEnd(text: string, at: number, depth: number): number {
  switch (text.charCodeAt(at)) {
    case QUOTE:
      return textEnd(text, at + 1);
    case OPEN_OBJECT:
      return depth === 0 ? BAD : partsEnd(text, at + 1, CLOSE_OBJECT, depth - 1);
    case OPEN_LIST:
      return depth === 0 ? BAD : partsEnd(text, at + 1, CLOSE_LIST, depth - 1);
    case 0x74:
      return text.startsWith("true", at) ? at + 4 : BAD;
    case 0x66:
      return text.startsWith("false", at) ? at + 5 : BAD;
    case 0x6e:
      return text.startsWith("null", at) ? at + 4 : BAD;
    default:
      return numberEnd(text, at);
  }
}

function partsEnd(text: string, start: number, close: number, depth: number): number {
  if (text.charCodeAt(start) === close) return start + 1;
  for (let at = start; ; at += 1) {
    if (close === CLOSE_OBJECT) {
      at = text.charCodeAt(at) === QUOTE ? textEnd(text, at + 1) : BAD;
      if (at === BAD || text.charCodeAt(at) !== COLON) return BAD;
      at += 1;
    }
    at = valueEnd(text, at, depth);
    if (at === BAD) return BAD;
    const code = text.charCodeAt(at);
    if (code === close) return at + 1;
    if (code !== COMMA) return BAD;
  }
}

function textEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    // A backslash, an entity, a control character.
    if (code === 0x5c || code === 0x26 || code < 0x20) return BAD;
  }
  return BAD;
}

function numberEnd(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at += 1;
  const count = at - from;
  const hasLeadingZero = count > 1 && text.charCodeAt(from) === 0x30;
  return count === 0 || count > MAX_DIGITS || hasLeadingZero ? BAD : at;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
