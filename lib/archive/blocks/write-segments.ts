import { runCompiled, type Db } from "../../db/index.ts";
import { fault } from "../../fault.ts";
import { BLOCK_SIZE } from "./block-size.ts";
import { markBlock, markSegment, openBits } from "./segment-bits.ts";
import { layOut, type Stretch } from "./segment-layout.ts";
import type { BuiltBlock } from "./write-blocks.ts";

interface WriteInput {
  portalId: bigint;
  /** Blocks that are over with now, those without any row included. */
  from: number;
  to: number;
  blocks: readonly BuiltBlock[];
  sizes: readonly number[];
}

/** Writes what can be looked for in the blocks, put together with the segments before where they fill larger ones. */
export async function writeSegments(tx: Db, input: WriteInput): Promise<void> {
  const { portalId, from, to, sizes } = input;
  for (const stretch of layOut({ from, to }, sizes)) {
    const blocks = input.blocks.filter(({ firstSeq }) => isInside(stretch, placeOf(firstSeq)));
    const before = stretch.first < from ? await takeSegments(tx, { portalId, stretch }) : [];
    fault("archive-index-segments-taken");
    const segment = putTogether(stretch, { before, blocks });
    if (segment !== null) await insert(tx, { portalId, segment });
  }
}

interface Stored {
  first_seq: bigint;
  last_seq: bigint;
  low_at: Date;
  high_at: Date;
  bits: Uint8Array;
}

function isInside({ first, blocks }: Stretch, place: number): boolean {
  return place >= first && place < first + blocks;
}

function placeOf(firstSeq: bigint): number {
  return Number((firstSeq - 1n) / BigInt(BLOCK_SIZE));
}

function seqsOf({ first, blocks }: Stretch): { firstSeq: bigint; lastSeq: bigint } {
  const size = BigInt(BLOCK_SIZE);
  return { firstSeq: BigInt(first) * size + 1n, lastSeq: BigInt(first + blocks) * size };
}

async function takeSegments(
  tx: Db,
  { portalId, stretch }: { portalId: bigint; stretch: Stretch },
): Promise<Stored[]> {
  const { firstSeq, lastSeq } = seqsOf(stretch);
  return runCompiled<Stored>(tx, {
    text: `DELETE FROM entry_segment
      WHERE portal_id = $1::bigint AND first_seq BETWEEN $2::bigint AND $3::bigint
      RETURNING first_seq, last_seq, low_at, high_at, bits`,
    values: [portalId, firstSeq, lastSeq],
  });
}

/** Null when there is nothing in it: its rows were removed before they came into a block. */
function putTogether(
  stretch: Stretch,
  { before, blocks }: { before: Stored[]; blocks: BuiltBlock[] },
): Stored | null {
  if (before.length + blocks.length === 0) return null;
  const all = openBits(stretch.blocks);
  for (const { first_seq: firstSeq, last_seq: lastSeq, bits: bytes } of before) {
    const place = placeOf(firstSeq);
    const source = { blocks: placeOf(lastSeq) + 1 - place, bytes };
    markSegment(all, place - stretch.first, source);
  }
  for (const { firstSeq, terms } of blocks)
    markBlock(all, placeOf(firstSeq) - stretch.first, terms);
  const { firstSeq, lastSeq } = seqsOf(stretch);
  const lows = [...before.map((one) => one.low_at.getTime()), ...blocks.map(({ lowAt }) => lowAt)];
  const highs = [
    ...before.map((one) => one.high_at.getTime()),
    ...blocks.map(({ highAt }) => highAt),
  ];
  return {
    first_seq: firstSeq,
    last_seq: lastSeq,
    low_at: new Date(Math.min(...lows)),
    high_at: new Date(Math.max(...highs)),
    bits: all.bytes,
  };
}

async function insert(
  tx: Db,
  { portalId, segment }: { portalId: bigint; segment: Stored },
): Promise<void> {
  const { first_seq: firstSeq, last_seq: lastSeq, low_at: lowAt, high_at: highAt, bits } = segment;
  await runCompiled(tx, {
    text: `INSERT INTO entry_segment (portal_id, first_seq, last_seq, low_at, high_at, bits)
      VALUES ($1::bigint, $2::bigint, $3::bigint, $4::timestamptz, $5::timestamptz, $6::bytea)`,
    values: [portalId, firstSeq, lastSeq, lowAt.toISOString(), highAt.toISOString(), bits],
  });
}
