import { TERM_COUNT } from "../blocks/term-hash.ts";
import { openParams } from "./params.ts";
import type { Direction, TimeSpan } from "./place.ts";
import { askStep, type Snapshot } from "./snapshot.ts";

/** Consecutive blocks of the portal, and what they hold of some terms. */
export interface Segment {
  firstSeq: bigint;
  lowAt: Date;
  highAt: Date;
  blocks: number;
  /** For each of the terms in their order, a bit a block. */
  bits: Uint8Array[];
}

interface SegmentRow {
  first_seq: bigint;
  low_at: Date;
  high_at: Date;
  blocks: number;
  bits: Uint8Array;
}

interface Input {
  terms: readonly number[];
  span: TimeSpan;
  direction: Direction;
  /** So many segments were read before. */
  offset: number;
  limit: number;
}

/**
 * The next segments that may hold rows of the span, those that reach nearest first: a few bytes of each. Null for too
 * many to be read in time.
 */
export async function readSegments(snapshot: Snapshot, input: Input): Promise<Segment[] | null> {
  const { terms, span, direction, offset, limit } = input;
  const params = openParams();
  const places = params.add(terms, "integer[]");
  const text = `/* kept plan */ SELECT s.first_seq, s.low_at, s.high_at, s.blocks, (
      SELECT string_agg(substr(s.bits, t.term * s.blocks / 8 + 1, greatest(s.blocks / 8, 1)), '' ORDER BY t.place)
      FROM unnest(${places}) WITH ORDINALITY AS t(term, place)) AS bits
    FROM (SELECT *, length(bits) / ${TERM_COUNT / 8} AS blocks FROM entry_segment
      WHERE portal_id = ${params.add(snapshot.portalId, "bigint")}
        AND low_at < ${params.add(span.to, "timestamptz")}
        AND high_at >= ${params.add(span.from, "timestamptz")}
      ORDER BY ${direction === "older" ? "high_at DESC" : "low_at"}, first_seq
      OFFSET ${params.add(offset, "bigint")} LIMIT ${params.add(limit, "bigint")}) AS s`;
  const rows = await askStep<SegmentRow>(snapshot, text, params);
  if (rows === null) return null;
  return rows.map((row) => ({
    firstSeq: row.first_seq,
    lowAt: row.low_at,
    highAt: row.high_at,
    blocks: row.blocks,
    bits: terms.map((term, place) => bitsOf(row, { term, place })),
  }));
}

function bitsOf(row: SegmentRow, { term, place }: { term: number; place: number }): Uint8Array {
  const { blocks, bits } = row;
  const width = Math.max(1, blocks / 8);
  const own = bits.subarray(place * width, (place + 1) * width);
  return blocks < 8 ? ownBits(own, { term, blocks }) : own;
}

// Less than a byte a term: others' bits lie beside its own.
function ownBits(byte: Uint8Array, { term, blocks }: { term: number; blocks: number }): Uint8Array {
  const mask = (1 << blocks) - 1;
  return Uint8Array.of(((byte[0] ?? 0) >> ((term * blocks) & 7)) & mask);
}

/** Places of the blocks that hold all terms of one of the sets; terms are given by their places. */
export function matchingBlocks(
  { blocks, bits }: Segment,
  sets: readonly (readonly number[])[],
): number[] {
  const found: number[] = [];
  for (let byte = 0; byte * 8 < blocks; byte += 1) {
    let any = 0;
    for (const set of sets) {
      let all = 0xff;
      for (const term of set) all &= bits[term]?.[byte] ?? 0;
      any |= all;
    }
    for (let bit = 0; any >> bit !== 0; bit += 1) {
      if (((any >> bit) & 1) === 1) found.push(byte * 8 + bit);
    }
  }
  return found;
}
