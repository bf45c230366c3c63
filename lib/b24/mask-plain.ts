const SHORTEST_CODE = 8;
// Numbers of PHP that are long enough to be read as base64.
const LONG_NUMBER = /[id]:[\d.eE+-]{8}/;

/**
 * Whether a text surely hides no secret: a cheap look that spares most rows the search for them. It has no escapes
 * of any kind, and nothing between its quotes begins like JSON or PHP or can be read as base64. What is not sure is
 * searched, so this may be false of any text.
 */
export function hidesNothing(text: string): boolean {
  const form = formOf(text);
  if (form === "code") return false;
  if (form === "php" && (LONG_NUMBER.test(text) || !text.isWellFormed())) return false;
  let from = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // \ and %
    if (code === 0x5c || code === 0x25) return false;
    if (code === 0x26 && isEntity(text, at)) return false;
    if (code !== 0x22 || form === "text") continue;
    if (from !== -1 && !isPlainPart(text, from, at)) return false;
    from = at + 1;
  }
  return from === -1 || isPlainPart(text, from, text.length);
}

const MAX_NAME = 6;

/** Whether an HTML entity may begin here; most of these signs only stand between the parts of an address. */
export function isEntity(text: string, at: number): boolean {
  if (text.charCodeAt(at + 1) === 0x23) return true;
  for (let end = at + 1; end <= at + 1 + MAX_NAME; end += 1) {
    if (text.charCodeAt(end) === 0x3b) return true;
  }
  return false;
}

function formOf(text: string): "json" | "php" | "text" | "code" {
  const first = text.charCodeAt(0);
  if (first === 0x7b || first === 0x5b) return "json";
  if (isCode(first) || isBlank(first) || first === 0x3d) {
    if (/^[aOs]:\d/.test(text)) return "php";
    if (isWhollyCode(text) || isBlank(first)) return "code";
  }
  return "text";
}

function isWhollyCode(text: string): boolean {
  return text.length >= SHORTEST_CODE && codeEnd(text, 0, text.length) === text.length;
}

/** Whether what stands between two quotes surely is no JSON, PHP or base64 of a text. */
export function isPlainPart(text: string, from: number, to: number): boolean {
  if (from === to) return true;
  const first = text.charCodeAt(from);
  if (isBlank(first) || first === 0x7b || first === 0x5b) return false;
  if (text.charCodeAt(from + 1) === 0x3a && "aOs".includes(text.charAt(from))) return false;
  if (to - from < SHORTEST_CODE || codeEnd(text, from, to) !== to) return true;
  return isUnreadable(text, from, to);
}

/** Where the first character stands that is none of base64. */
function codeEnd(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && (isCode(text.charCodeAt(at)) || text.charCodeAt(at) === 0x3d)) at += 1;
  return at;
}

/** Whether base64 surely stands for bytes that are no text: control characters, or broken UTF-8. */
function isUnreadable(text: string, from: number, to: number): boolean {
  let left = 0;
  for (let at = from; at + 3 < to; at += 4) {
    const bits =
      (bitsOf(text, at) << 18) |
      (bitsOf(text, at + 1) << 12) |
      (bitsOf(text, at + 2) << 6) |
      bitsOf(text, at + 3);
    // An equals sign.
    if (bits < 0) return false;
    for (let shift = 16; shift >= 0; shift -= 8) {
      const byte = (bits >> shift) & 0xff;
      if (left > 0) {
        if ((byte & 0xc0) !== 0x80) return true;
        left -= 1;
      } else if (byte < 0x80) {
        if (isControl(byte)) return true;
      } else {
        if (byte < 0xc2 || byte > 0xf4) return true;
        left = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
      }
    }
  }
  return false;
}

function isControl(byte: number): boolean {
  return byte === 0x7f || (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
}

const BITS = new Int32Array(128).fill(-1);
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
for (let bits = 0; bits < ALPHABET.length; bits += 1) BITS[ALPHABET.charCodeAt(bits)] = bits;
BITS[0x2d] = 62;
BITS[0x5f] = 63;

function bitsOf(text: string, at: number): number {
  return BITS[text.charCodeAt(at)] ?? -1;
}

function isCode(code: number): boolean {
  return (BITS[code] ?? -1) !== -1;
}

// Everything that \s stands for, and a little more.
function isBlank(code: number): boolean {
  if (code < 0xa0) return code <= 0x20;
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x205f) ||
    code === 0x3000 ||
    code === 0xfeff
  );
}
