/** Consecutive numbers of a block: the first of the portal's first block is 1, and none is in two of them. */
export const BLOCK_SIZE = 64;

/** Full blocks that numbers up to `lastSeq` give behind the indexed ones. */
export function fullBlocks({
  indexedSeq,
  lastSeq,
}: {
  indexedSeq: bigint;
  lastSeq: bigint;
}): number {
  return lastSeq <= indexedSeq ? 0 : Number((lastSeq - indexedSeq) / BigInt(BLOCK_SIZE));
}
