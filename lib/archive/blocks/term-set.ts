import { eachGram, TERM_COUNT } from "./term-hash.ts";

/** A byte for each term there can be; 1 where the block has it. */
export type Marks = Uint8Array;

export function openMarks(): Marks {
  return new Uint8Array(TERM_COUNT);
}

/** Marks everything of a text in small letters that a piece of it can be found by. */
export function markText(marks: Marks, folded: string): void {
  eachGram(folded, (term) => {
    marks[term] = 1;
  });
}

export function markAll(marks: Marks, terms: readonly number[]): void {
  for (const term of terms) marks[term] = 1;
}

// Used again for every block.
const taken = new Uint16Array(TERM_COUNT);
const MARKS_OF_WORD = 4;

/** The marked terms, rising; the marks are clean again afterwards. */
export function takeTerms(marks: Marks): Uint16Array {
  // Most have no mark beside them, so four at a time are looked at.
  const words = new Uint32Array(marks.buffer, marks.byteOffset, TERM_COUNT / MARKS_OF_WORD);
  let count = 0;
  for (let word = 0; word < words.length; word += 1) {
    if (words[word] === 0) continue;
    const first = word * MARKS_OF_WORD;
    for (let term = first; term < first + MARKS_OF_WORD; term += 1) {
      taken[count] = term;
      count += marks[term] ?? 0;
    }
    words[word] = 0;
  }
  return taken.slice(0, count);
}
