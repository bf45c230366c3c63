import type { PortalCtx } from "../../ctx.ts";
import { runCompiled, type Db } from "../../db/index.ts";
import { fault } from "../../fault.ts";
import { BLOCK_SIZE, fullBlocks } from "./block-size.ts";
import { countRow, openCounts, type CountChanges } from "./count-rows.ts";
import { blockSizes, readRows, type TextStore } from "./read-rows.ts";
import { SEGMENT_BLOCKS } from "./segment-layout.ts";
import { TERMS_VERSION } from "./terms.ts";
import { buildBlock, writeBlocks, type BuiltBlock } from "./write-blocks.ts";
import { writeCounts } from "./write-counts.ts";
import { writeSegments } from "./write-segments.ts";

export interface Slice {
  blocks: number;
  entries: number;
}

// As many as fill a segment, so that few are written only to be put together later.
const MAX_BLOCKS = 128;
const MAX_BUILD_MS = 1_500;
// Characters read at a time; a single block may hold more.
const MAX_READ = 16_000_000;

/**
 * Builds the next blocks and counts and moves the mark behind them, all in the caller's transaction. Null when
 * another worker is at it; no blocks when there is no full one.
 */
export async function indexSlice(
  ctx: PortalCtx,
  input: { texts: TextStore; segmentBlocks?: readonly number[] },
): Promise<Slice | null> {
  const { db: tx, portalId } = ctx;
  const indexedSeq = await takeIndex(tx, portalId);
  if (indexedSeq === null) return null;
  fault("archive-index-locked");
  const head = await readHead(tx, portalId);
  const waiting = fullBlocks({ indexedSeq, lastSeq: head.lastSeq });
  const from = Number(indexedSeq / BigInt(BLOCK_SIZE));
  const count = Math.min(waiting, MAX_BLOCKS - (from % MAX_BLOCKS));
  if (count === 0) return { blocks: 0, entries: 0 };
  const built = await build(tx, { portalId, indexedSeq, count, texts: input.texts });
  fault("archive-index-built");
  const { blocks } = built;
  const sizes = input.segmentBlocks ?? SEGMENT_BLOCKS;
  await writeBlocks(tx, { portalId, blocks });
  fault("archive-index-blocks");
  await writeSegments(tx, { portalId, from, to: from + built.done, blocks, sizes });
  fault("archive-index-segments");
  await writeCounts(tx, { portalId, changes: built.changes });
  fault("archive-index-counts");
  // Whatever waits behind the blocks that could be seen came after that look.
  const since = built.done === waiting ? head.seenAt : null;
  await moveIndex(tx, { portalId, indexedSeq: indexedSeq + span(built.done), since });
  fault("archive-index-moved");
  return { blocks: built.done, entries: built.entries };
}

function span(blocks: number): bigint {
  return BigInt(blocks * BLOCK_SIZE);
}

async function takeIndex(tx: Db, portalId: bigint): Promise<bigint | null> {
  const [row] = await runCompiled<{ indexed_seq: bigint }>(tx, {
    text: `SELECT indexed_seq FROM archive_index
      WHERE portal_id = $1::bigint AND version = $2::smallint FOR UPDATE SKIP LOCKED`,
    values: [portalId, TERMS_VERSION],
  });
  return row?.indexed_seq ?? null;
}

async function readHead(tx: Db, portalId: bigint): Promise<{ lastSeq: bigint; seenAt: Date }> {
  const [row] = await runCompiled<{ last_seq: bigint; seen_at: Date }>(tx, {
    text: `SELECT last_seq, statement_timestamp() AS seen_at FROM archive_head WHERE portal_id = $1::bigint`,
    values: [portalId],
  });
  return { lastSeq: row?.last_seq ?? 0n, seenAt: row?.seen_at ?? new Date(0) };
}

interface BuildInput {
  portalId: bigint;
  indexedSeq: bigint;
  count: number;
  texts: TextStore;
}

interface Built {
  /** Blocks that are over with, those without any row included. */
  done: number;
  entries: number;
  blocks: BuiltBlock[];
  changes: CountChanges;
}

async function build(tx: Db, input: BuildInput): Promise<Built> {
  const { portalId, indexedSeq, count } = input;
  const startedAt = performance.now();
  const all = { portalId, firstSeq: indexedSeq + 1n, lastSeq: indexedSeq + span(count) };
  const sizes = await blockSizes(tx, { ...all, blockSize: BLOCK_SIZE });
  const built: Built = { done: 0, entries: 0, blocks: [], changes: openCounts() };
  while (built.done < count && performance.now() - startedAt < MAX_BUILD_MS) {
    await buildNext(tx, { ...input, built, take: howMany(sizes.slice(built.done)) });
  }
  return built;
}

/** How many of the next blocks are read together. */
export function howMany(sizes: readonly number[]): number {
  let sum = 0;
  const over = sizes.findIndex((size) => (sum += size) > MAX_READ);
  return over < 0 ? sizes.length : Math.max(1, over);
}

async function buildNext(
  tx: Db,
  input: BuildInput & { built: Built; take: number },
): Promise<void> {
  const { portalId, built, take, texts } = input;
  const firstSeq = input.indexedSeq + span(built.done) + 1n;
  const lastSeq = firstSeq + span(take) - 1n;
  const rows = await readRows(tx, { portalId, firstSeq, lastSeq, blockSize: BLOCK_SIZE, texts });
  const byBlock = Map.groupBy(rows, ({ block }) => block);
  for (const [block, own] of byBlock) {
    const first = firstSeq + span(block);
    const last = first + span(1) - 1n;
    const one = buildBlock({ firstSeq: first, lastSeq: last, rows: own });
    if (one !== null) built.blocks.push(one);
  }
  for (const row of rows) countRow(built.changes, row, 1);
  built.entries += rows.length;
  built.done += take;
}

async function moveIndex(
  tx: Db,
  input: { portalId: bigint; indexedSeq: bigint; since: Date | null },
): Promise<void> {
  const { portalId, indexedSeq, since } = input;
  await runCompiled(tx, {
    text: `UPDATE archive_index i SET indexed_seq = $2::bigint,
        behind_since = CASE WHEN h.last_seq - $2::bigint >= $3::integer
          THEN coalesce($4::timestamptz, i.behind_since) END
      FROM archive_head h WHERE i.portal_id = $1::bigint AND h.portal_id = i.portal_id`,
    values: [portalId, indexedSeq, BLOCK_SIZE, since],
  });
}
