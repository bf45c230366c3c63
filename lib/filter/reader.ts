import { toPattern, type Node, type Pattern, type Span } from "./ast.ts";
import type { FaultReason, QueryFault } from "./faults.ts";
import type { Field, FieldTable } from "./fields.ts";

/** A place where something can be typed: a word, the value of a field or a sign before it. */
export interface Site {
  kind: "word" | "value" | "operator";
  at: Span;
  field: Field | null;
  path: readonly string[];
}

/** One condition of the outermost level with its place; no node where it is faulty. */
export interface Part {
  at: Span;
  node: Node | null;
}

export interface Reader {
  text: string;
  at: number;
  fields: FieldTable;
  /** Brackets that are open at this place. */
  groups: number;
  depth: number;
  terms: number;
  isStopped: boolean;
  faults: QueryFault[];
  sites: Site[];
  parts: Part[];
}

export interface Atom {
  pattern: Pattern;
  isQuoted: boolean;
  at: Span;
}

const ESCAPABLE = '"*\\()';
const SPACE = /\s/;

export function openReader(text: string, fields: FieldTable): Reader {
  const none = { faults: [], sites: [], parts: [] };
  return { text, fields, at: 0, groups: 0, depth: 0, terms: 0, isStopped: false, ...none };
}

export function addFault(
  reader: Reader,
  reason: FaultReason,
  input: { at: Span; suggestion?: string | null },
): null {
  const { at, suggestion } = input;
  if (!reader.isStopped) {
    reader.faults.push({ at, reason, ...(typeof suggestion === "string" ? { suggestion } : {}) });
  }
  return null;
}

/** Gives up on the rest: what was read so far stays. */
export function stop(reader: Reader, reason: FaultReason): null {
  addFault(reader, reason, { at: { start: reader.at, end: reader.text.length } });
  reader.isStopped = true;
  reader.at = reader.text.length;
  return null;
}

export function isSpace(char: string | undefined): boolean {
  return char !== undefined && SPACE.test(char);
}

export function skipSpace(reader: Reader): void {
  while (isSpace(reader.text[reader.at])) reader.at += 1;
}

export function isAtEnd(reader: Reader): boolean {
  return reader.at >= reader.text.length;
}

/** Nothing of a word or value follows here. */
export function isAtWordEnd(reader: Reader): boolean {
  const char = reader.text[reader.at];
  return char === undefined || isSpace(char) || (char === ")" && reader.groups > 0);
}

/** Keywords are written large and stand alone, or right before a bracket. */
export function isAtKeyword(reader: Reader, word: "AND" | "OR" | "NOT" | "TO"): boolean {
  if (!reader.text.startsWith(word, reader.at)) return false;
  const next = reader.text[reader.at + word.length];
  return next === undefined || next === "(" || next === ")" || isSpace(next);
}

/**
 * Reads one word or quoted text. Pieces that follow a quoted one belong to it: `"two words"*`.
 * A quote that never closes is a fault and takes the rest of the text.
 */
export function readAtom(reader: Reader, stops = ""): Atom | null {
  const start = reader.at;
  if (reader.text[start] !== '"') {
    const pieces = readBare(reader, stops);
    return { pattern: toPattern(pieces), isQuoted: false, at: { start, end: reader.at } };
  }
  let pieces = [""];
  let count = 0;
  while (!isAtWordEnd(reader) && !stops.includes(reader.text[reader.at] ?? "")) {
    const isQuote = reader.text[reader.at] === '"';
    const next = isQuote ? readQuoted(reader) : readBare(reader, `${stops}"`);
    if (next === null) {
      return addFault(reader, "unclosed_quote", { at: { start, end: reader.text.length } });
    }
    pieces = joinPieces(pieces, next);
    count += 1;
  }
  return { pattern: toPattern(pieces), isQuoted: count === 1, at: { start, end: reader.at } };
}

// Grows the list in place: copying it for each piece would take squared time on hostile texts.
function joinPieces(pieces: string[], next: string[]): string[] {
  const [first = "", ...rest] = next;
  pieces.push(`${pieces.pop() ?? ""}${first}`);
  for (const piece of rest) pieces.push(piece);
  return pieces;
}

function readBare(reader: Reader, stops: string): string[] {
  const { text } = reader;
  const pieces: string[] = [];
  let piece = "";
  let open = 0;
  for (; reader.at < text.length; reader.at += 1) {
    const char = text[reader.at] ?? "";
    const next = text[reader.at + 1];
    if (isSpace(char) || stops.includes(char)) break;
    if (char === ")" && open === 0 && reader.groups > 0) break;
    if (char === "(") open += 1;
    if (char === ")") open -= 1;
    if (char === "\\" && next !== undefined && ESCAPABLE.includes(next)) {
      piece += next;
      reader.at += 1;
    } else if (char === "*") {
      pieces.push(piece);
      piece = "";
    } else piece += char;
  }
  pieces.push(piece);
  return pieces;
}

function readQuoted(reader: Reader): string[] | null {
  const { text } = reader;
  let piece = "";
  for (reader.at += 1; reader.at < text.length; reader.at += 1) {
    const char = text[reader.at] ?? "";
    const next = text[reader.at + 1];
    if (char === '"') {
      reader.at += 1;
      return [piece];
    }
    if (char === "\\" && next !== undefined && ESCAPABLE.includes(next)) {
      piece += next;
      reader.at += 1;
    } else piece += char;
  }
  return null;
}
