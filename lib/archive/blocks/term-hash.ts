/** Terms are numbers of 16 bits: few enough that each has its bits in the index, enough to tell blocks apart. */
export const TERM_COUNT = 0x1_0000;

const [FIRST, SECOND, THIRD, FOURTH] = [0x9e37_79b1, 0x85eb_ca6b, 0xc2b2_ae35, 0x1656_67b1];
const PAIR = 0x27d4_eb2f;

// Behind the alphabets: scripts where two characters are a word, and the halves of characters.
const WIDE = 0x0e00;

/** Whether two units are a term of their own. Of an alphabet, nearly every block has nearly every pair. */
export function isWidePair(first: number, second: number): boolean {
  return first >= WIDE && second >= WIDE;
}

/** Term of two UTF-16 units that follow each other. */
export function pairTerm(first: number, second: number): number {
  return mix((Math.imul(first, FIRST) + Math.imul(second, SECOND) + PAIR) | 0) >>> 16;
}

/** Term of three UTF-16 units that follow each other. */
export function tripleTerm(first: number, second: number, third: number): number {
  const sum = Math.imul(first, FIRST) + Math.imul(second, SECOND) + Math.imul(third, THIRD);
  return mix(sum | 0) >>> 16;
}

// Checksums and numbers have every three of these in nearly every block, so it takes four to tell blocks apart.
const IS_HEX = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  /[0-9a-f]/.test(String.fromCharCode(unit)) ? 1 : 0,
);

/** Whether a unit is a digit of numbers and checksums, in small letters. */
export function isHex(unit: number): boolean {
  return IS_HEX[unit] === 1;
}

/** Term of four digits that follow each other. */
export function quadTerm(first: number, second: number, third: number, fourth: number): number {
  const sum = Math.imul(first, SECOND) + Math.imul(second, THIRD) + Math.imul(third, FOURTH);
  return mix((sum + Math.imul(fourth, FIRST) + PAIR) | 0) >>> 16;
}

const SPACE = 0x20;

/**
 * Terms of every text that holds this piece: of three units, of four where these are digits, of two wide ones, and of
 * the two units on both sides of a space.
 */
export function eachGram(piece: string, use: (term: number) => void): void {
  let [zeroth, first, second, third] = [0, 0, 0, 0];
  // How many digits in a row end here.
  let digits = 0;
  for (let at = 0; at < piece.length; at += 1) {
    const unit = piece.charCodeAt(at);
    digits = isHex(unit) ? digits + 1 : 0;
    if (at > 0 && isWidePair(third, unit)) use(pairTerm(third, unit));
    if (digits > 3) use(quadTerm(first, second, third, unit));
    else if (at > 1 && digits < 3) use(tripleTerm(second, third, unit));
    // How a word ends and the next begins: a phrase is seldom where its words only stand near each other.
    if (second === SPACE && at > 3) use(quadTerm(unit, third, first, zeroth));
    [zeroth, first, second, third] = [first, second, third, unit];
  }
}

/** Kinds of things that a block knows as a whole: one wrong letter and it is another term. */
export const EXACT = {
  severity: 2,
  type: 3,
  module: 4,
  item: 5,
  site: 6,
  user: 7,
  guest: 8,
  present: 9,
  network: 10,
  path: 11,
  pair: 12,
} as const;
export type ExactKind = (typeof EXACT)[keyof typeof EXACT];

export function openHash(kind: ExactKind): number {
  return mix(Math.imul(kind, PAIR));
}

export function addUnit(hash: number, unit: number): number {
  return mix((Math.imul(hash, THIRD) + Math.imul(unit, FIRST)) | 0);
}

export function addText(hash: number, text: string): number {
  let next = hash;
  for (let at = 0; at < text.length; at += 1) {
    next = (Math.imul(next, FIRST) + text.charCodeAt(at) + 1) | 0;
    next ^= next >>> 15;
  }
  return addUnit(next, text.length);
}

/** Two terms for one thing: that both are there by chance is rare enough to search by this thing alone. */
export function hashTerms(hash: number): [number, number] {
  return [hash >>> 16, hash & 0xffff];
}

/** What one user did of one type: sooner found together than by blocks that have both, which most have. */
export function pairTerms(userId: string, foldedType: string): [number, number, number] {
  const hash = addText(addText(openHash(EXACT.pair), userId), foldedType);
  return [...hashTerms(hash), mix(hash ^ PAIR) >>> 16];
}

export function exactTerms(kind: ExactKind, text: string): [number, number] {
  return hashTerms(addText(openHash(kind), text));
}

function mix(value: number): number {
  let hash = value ^ (value >>> 15);
  hash = Math.imul(hash, 0x2c1b_3c6d);
  hash ^= hash >>> 12;
  return Math.imul(hash, 0x297a_2d39);
}
