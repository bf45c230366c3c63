import { fold, scalarText } from "../../filter/index.ts";
import { internal } from "../../errors.ts";
import { addText, addUnit, EXACT, hashTerms, openHash } from "./term-hash.ts";
import { markText, type Marks } from "./term-set.ts";

// Larger than any unit of a text.
const [END_OF_KEY, ELEMENT, VALUE] = [0x1_0000, 0x1_0001, 0x1_0002];
// Numbers of things and the like: parts of them are everywhere, so they are known as a whole too.
const SHORT = 4;
const REPLACEMENT = 0xfffd;
const ROOT = openHash(EXACT.path);

/** Marks every way down into a JSON text, and its values as the database writes them. */
export function markJson(marks: Marks, json: string): void {
  markValue(marks, readJson(json), ROOT);
}

// The text is left out of the error: it is what the portal's people wrote.
function readJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw internal("A description that was stored as JSON cannot be read as JSON.");
  }
}

// What stands in an array is found by the array's own path too, which is `list` then.
function markValue(marks: Marks, value: unknown, path: number, list = path): void {
  marks[path >>> 16] = 1;
  marks[path & 0xffff] = 1;
  if (Array.isArray(value)) {
    for (const item of value) markValue(marks, item, addUnit(path, ELEMENT), path);
  } else if (typeof value === "object" && value !== null) {
    for (const key of Object.keys(value)) {
      markValue(marks, (value as Record<string, unknown>)[key], addKey(path, key));
    }
  } else {
    const text = scalarText(value);
    if (text === null) return;
    const folded = fold(text);
    markText(marks, folded);
    if (folded.length > SHORT) return;
    marks[valueTerm(path, folded)] = 1;
    marks[valueTerm(list, folded)] = 1;
  }
}

function valueTerm(path: number, folded: string): number {
  return addText(addUnit(path, VALUE), folded) >>> 16;
}

/** Term of a short value, in small letters, at a path; none for others. */
export function shortValueTerms(path: readonly string[], folded: string): number[] {
  return folded.length > SHORT ? [] : [valueTerm(path.reduce(addKey, ROOT), folded)];
}

/** Terms of a way down to a value, as a query names it. */
export function pathTerms(path: readonly string[]): [number, number] {
  return hashTerms(path.reduce(addKey, ROOT));
}

// A number may be the place in an array or a key: both count as the same.
function addKey(path: number, key: string): number {
  if (isPlace(key)) return addUnit(path, ELEMENT);
  let hash = path;
  for (let at = 0; at < key.length; at += 1) hash = addUnit(hash, storableUnit(key.charCodeAt(at)));
  return addUnit(hash, END_OF_KEY);
}

function isPlace(key: string): boolean {
  return key.charCodeAt(0) < 0x3a && /^[ \t\n\v\f\r]*[+-]?\d{1,9}$/.test(key);
}

// Halves of characters are stored as replacements: both forms of a key give one term.
function storableUnit(unit: number): number {
  return unit === 0 || (unit >= 0xd800 && unit <= 0xdfff) ? REPLACEMENT : unit;
}
