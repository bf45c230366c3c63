import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  markBlock,
  markSegment,
  openBits,
  type SegmentBits,
} from "../../../../lib/archive/blocks/segment-bits.ts";
import { layOut, SEGMENT_BLOCKS } from "../../../../lib/archive/blocks/segment-layout.ts";
import { matchingBlocks } from "../../../../lib/archive/search/segments.ts";

const SIZES = [1, 8, 16, 64];

describe("the layout of segments", () => {
  test("covers all blocks once, by as few segments as there can be, however they are added", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 12 }), (steps) => {
        let segments: { first: number; blocks: number }[] = [];
        let from = 0;
        for (const step of steps) {
          const added = layOut({ from, to: from + step }, SIZES);
          const [first] = added;
          const replaced = segments.filter((one) => one.first >= (first?.first ?? 0));
          // What is taken up lies in the first new one as a whole.
          for (const one of replaced) {
            expect(one.first + one.blocks).toBeLessThanOrEqual(
              (first?.first ?? 0) + (first?.blocks ?? 0),
            );
          }
          segments = [...segments.filter((one) => !replaced.includes(one)), ...added];
          from += step;
        }
        expect(segments).toEqual(layOut({ from: 0, to: from }, SIZES));
        expect(
          segments.reduce((end, { first, blocks }) => (first === end ? end + blocks : -1), 0),
        ).toBe(from);
      }),
    );
  });

  test("is of few large and few small ones for a large portal", () => {
    expect(layOut({ from: 0, to: 1_024 * 3 + 64 * 2 + 8 + 2 }, SEGMENT_BLOCKS)).toEqual([
      ...[0, 1_024, 2_048].map((first) => ({ first, blocks: 1_024 })),
      ...[3_072, 3_136].map((first) => ({ first, blocks: 64 })),
      { first: 3_200, blocks: 8 },
      ...[3_208, 3_209].map((first) => ({ first, blocks: 1 })),
    ]);
  });
});

function termsOf({ blocks, bytes }: SegmentBits, term: number): Uint8Array {
  const bits = new Uint8Array(Math.max(1, blocks / 8));
  for (let block = 0; block < blocks; block += 1) {
    const bit = term * blocks + block;
    const isSet = ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1;
    bits[block >> 3] = (bits[block >> 3] ?? 0) | (isSet << (block & 7));
  }
  return bits;
}

describe("the bits of a segment", () => {
  test("say of every block the same, however it was put together", () => {
    const term = fc.oneof(fc.integer({ min: 0, max: 65_535 }), fc.constantFrom(0, 7, 8, 65_535));
    const block = fc.uniqueArray(term, { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(block, { minLength: 64, maxLength: 64 }), (blocks) => {
        const whole = openBits(64);
        blocks.forEach((terms, at) => markBlock(whole, at, Uint16Array.from(terms)));
        const merged = openBits(64);
        for (const { first, blocks: size } of layOut({ from: 0, to: 63 }, [1, 8, 16])) {
          const part = openBits(size);
          for (let at = 0; at < size; at += 1) {
            const one = openBits(1);
            markBlock(one, 0, Uint16Array.from(blocks[first + at] ?? []));
            markSegment(part, at, one);
          }
          markSegment(merged, first, part);
        }
        markBlock(merged, 63, Uint16Array.from(blocks[63] ?? []));

        expect(Buffer.compare(merged.bytes, whole.bytes)).toBe(0);
      }),
      { numRuns: 3 },
    );
  });

  test("name the blocks that hold all terms of one of several sets", () => {
    const all = openBits(16);
    const blocks = [[1, 2], [2], [1, 3], [], [1, 2, 3]];
    blocks.forEach((terms, at) => markBlock(all, at, Uint16Array.from(terms)));
    markBlock(all, 15, Uint16Array.of(2, 3));
    const bits = [1, 2, 3].map((term) => termsOf(all, term));
    const segment = { firstSeq: 1n, lowAt: new Date(), highAt: new Date(), blocks: 16, bits };

    expect(matchingBlocks(segment, [[0, 1]])).toEqual([0, 4]);
    expect(
      matchingBlocks(segment, [
        [0, 1],
        [1, 2],
      ]),
    ).toEqual([0, 4, 15]);
    expect(matchingBlocks(segment, [[2]])).toEqual([2, 4, 15]);
  });
});
