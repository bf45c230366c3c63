import { TERM_COUNT } from "./term-hash.ts";

/**
 * What can be looked for in consecutive blocks: for each term, one after another, a bit a block. So all that is to
 * know about a term lies in a few bytes, which are read without the others.
 */
export interface SegmentBits {
  blocks: number;
  bytes: Uint8Array;
}

export function openBits(blocks: number): SegmentBits {
  return { blocks, bytes: new Uint8Array((blocks * TERM_COUNT) / 8) };
}

/** Marks the terms of the block at this place. */
export function markBlock({ blocks, bytes }: SegmentBits, place: number, terms: Uint16Array): void {
  for (const term of terms) {
    const bit = term * blocks + place;
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
}

/** Takes over a smaller segment, whose first block is at this place. */
export function markSegment(target: SegmentBits, place: number, source: SegmentBits): void {
  if (source.blocks % 8 === 0) copyBytes(target, place, source);
  else copyBits(target, place, source);
}

function copyBytes(target: SegmentBits, place: number, source: SegmentBits): void {
  const [wide, narrow] = [target.blocks / 8, source.blocks / 8];
  const { bytes } = source;
  for (let from = 0, to = place / 8; from < bytes.length; from += narrow, to += wide) {
    for (let at = 0; at < narrow; at += 1) target.bytes[to + at] = bytes[from + at] ?? 0;
  }
}

function copyBits(target: SegmentBits, place: number, source: SegmentBits): void {
  const terms = new Uint16Array(TERM_COUNT);
  for (let block = 0; block < source.blocks; block += 1) {
    let count = 0;
    for (let term = 0; term < TERM_COUNT; term += 1) {
      const bit = term * source.blocks + block;
      if ((((source.bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 0) continue;
      terms[count] = term;
      count += 1;
    }
    markBlock(target, place + block, terms.subarray(0, count));
  }
}
