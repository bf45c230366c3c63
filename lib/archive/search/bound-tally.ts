/** Stored values of a field with their numbers of entries: numbers of texts where rows hold numbers. */
export type Tally = Map<string | null, number>;

/** Different values of a field that one statement may answer with. */
export const MAX_VALUES = 50_000;
/** Longer values are nothing to choose from. */
export const MAX_LENGTH = 500;
const MAX_HELD = 200_000;

/** Lets the rarest values go where there are too many to hold; tells whether there were. */
export function boundTally(tally: Tally): boolean {
  if (tally.size <= MAX_HELD) return false;
  const least = countAt(tally, MAX_HELD / 2);
  for (const [value, count] of tally) if (count < least) tally.delete(value);
  for (const [value, count] of tally) {
    if (tally.size <= MAX_HELD / 2) break;
    if (count === least) tally.delete(value);
  }
  return true;
}

function countAt(tally: Tally, place: number): number {
  const counts = Float64Array.from(tally.values()).sort();
  return counts[counts.length - 1 - place] ?? 0;
}
