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

/** The marked terms, rising; the marks are clean again afterwards. */
export function takeTerms(marks: Marks): Uint16Array {
  const found = new Uint16Array(TERM_COUNT);
  let count = 0;
  for (let term = 0; term < TERM_COUNT; term += 1) {
    if (marks[term] !== 1) continue;
    found[count] = term;
    count += 1;
  }
  marks.fill(0);
  return found.slice(0, count);
}
