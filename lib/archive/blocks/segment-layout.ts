/** Blocks of a segment: each size divides the next one, and is 1 or whole bytes of bits. */
export const SEGMENT_BLOCKS: readonly number[] = [1, 8, 64, 1_024];

/** Consecutive blocks; the portal's first one is 0. */
export interface Stretch {
  first: number;
  blocks: number;
}

/**
 * The segments that are written when blocks from one up to before another are added: always as large as the blocks
 * fill them, beginning at whole numbers of their own size. Only the first may take up segments from before.
 */
export function layOut(
  { from, to }: { from: number; to: number },
  sizes: readonly number[],
): Stretch[] {
  const rising = sizes.toSorted((one, other) => other - one);
  const largest = rising[0] ?? 1;
  const all: Stretch[] = [];
  for (let first = from - (from % largest); first < to;) {
    const fitting = rising.find((size) => first % size === 0 && first + size <= to) ?? 1;
    all.push({ first, blocks: fitting });
    first += fitting;
  }
  return all.filter(({ first, blocks }) => first + blocks > from);
}
