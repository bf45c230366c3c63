import { isPlain, type Pattern } from "./ast.ts";
import { fold } from "./fold.ts";

// Three characters, as indexes of trigrams count them.
const LONG_ENOUGH = /^[^]{3}/u;

/** Whether the text holds the pattern, in any case of letters. */
export function holdsPattern(pattern: Pattern, text: string): boolean {
  return findPieces(pattern.map(fold), fold(text), 0) !== null;
}

/** Whether the pattern is the whole text. */
export function isPattern(pattern: Pattern, text: string): boolean {
  const pieces = pattern.map(fold);
  const folded = fold(text);
  const [first = "", ...rest] = pieces;
  if (pieces.length === 1) return folded === first;
  const last = rest.pop() ?? "";
  if (!folded.startsWith(first) || !folded.endsWith(last)) return false;
  const end = findPieces(rest, folded, first.length);
  return end !== null && end <= folded.length - last.length;
}

/** A plain value of a text field is looked for inside it; with `*` it describes all of it. */
export function fitsPattern(pattern: Pattern, text: string): boolean {
  return isPlain(pattern) ? holdsPattern(pattern, text) : isPattern(pattern, text);
}

// The earliest place of each piece is always the best one, so nothing is tried twice.
function findPieces(pieces: readonly string[], text: string, from: number): number | null {
  let at = from;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return null;
    at = found + piece.length;
  }
  return at;
}

export function toLike(pattern: Pattern, isWhole: boolean): string {
  const like = pattern.map((piece) => fold(piece).replace(/[\\%_]/g, "\\$&")).join("%");
  return isWhole ? like : `%${like}%`;
}

/** Parts that every match holds and that are long enough to look up in an index. */
export function patternLiterals(pattern: Pattern): string[] {
  return pattern.map(fold).filter((piece) => LONG_ENOUGH.test(piece));
}
