import type { PortalCtx } from "../../ctx.ts";
import { NUMBERED_OF, runCompiled, withTx } from "../../db/index.ts";
import { fault } from "../../fault.ts";
import { BLOCK_SIZE } from "../blocks/block-size.ts";
import { lastMonth, type Leaf } from "./list-leaves.ts";
import { lockIndex } from "./lock-index.ts";
import { monthDay } from "./months.ts";
import { noteRecorded } from "./recorded.ts";
import { runsText } from "./removed-between.ts";
import { changeRuns, type Run } from "./removed-runs.ts";
import { uncountMonth } from "./uncount-month.ts";

const ROWS = 20_000;

interface RecordInput {
  leaf: Leaf;
  /** Numbers up to this one were recorded before. */
  after: bigint;
  signal: AbortSignal;
}

/** Notes which numbers of the portal go with a month, takes them out of the counts and drops blocks left empty. */
export async function recordRemoved(ctx: PortalCtx, input: RecordInput): Promise<number> {
  const { leaf, signal } = input;
  let removed = 0;
  let { after } = input;
  while (!signal.aborted) {
    const batch = await withTx(ctx.db, async (tx) =>
      recordBatch({ ...ctx, db: tx }, { leaf, after }),
    );
    if (batch === null) break;
    fault("archive-numbers-recorded");
    removed += batch.rows;
    after = batch.last;
  }
  for (let month = leaf.month; month <= lastMonth(leaf) && !signal.aborted; month += 1) {
    await uncountMonth(ctx, { leaf: { table: leaf.table, keep: leaf.keep, month } });
  }
  return removed;
}

/** Null when there is nothing left, or the portal itself is gone. */
async function recordBatch(
  ctx: PortalCtx,
  { leaf, after }: { leaf: Leaf; after: bigint },
): Promise<{ rows: number; last: bigint } | null> {
  const { db, portalId } = ctx;
  if ((await lockIndex(ctx)) === null) return null;
  const [end] = await runCompiled<{ rows: number; last: bigint | null }>(db, {
    text: `SELECT count(*)::integer AS rows, max(seq) AS last FROM (SELECT seq FROM ${leaf.table}
      WHERE portal_id = ${NUMBERED_OF} AND seq > $2::bigint ORDER BY seq LIMIT ${ROWS}) batch`,
    values: [portalId, after],
  });
  if (end === undefined || end.last === null) return null;
  const fresh = await runCompiled<Run>(db, {
    text: `SELECT first, last, encode(hash, 'hex') AS hash FROM (${runsText(leaf.table)}) run`,
    values: [portalId, after + 1n, end.last],
  });
  await writeRuns(ctx, { leaf, fresh });
  await noteRecorded(ctx.db, { leaf, recorded: { portalId, seq: end.last } });
  return { rows: end.rows, last: end.last };
}

async function writeRuns(ctx: PortalCtx, input: { leaf: Leaf; fresh: Run[] }): Promise<void> {
  const { leaf, fresh } = input;
  const stored = await storedNear(ctx, fresh);
  const { written, obsolete } = changeRuns({ stored, fresh });
  if (obsolete.length > 0) {
    await ctx.db.entryRemoved.deleteMany({
      where: { portalId: ctx.portalId, firstSeq: { in: obsolete } },
    });
  }
  const firsts = written.map(({ first }) => first.toString());
  const lasts = written.map(({ last }) => last.toString());
  const hashes = written.map(({ hash }) => hash);
  await ctx.db.$executeRaw`
    INSERT INTO entry_removed (portal_id, first_seq, last_seq, last_hash, keep, month, removed_at)
    SELECT ${ctx.portalId}, first::bigint, last::bigint, decode(hash, 'hex'), ${leaf.keep}::smallint,
      ${monthDay(leaf.month)}::date, ${ctx.now()}
    FROM unnest(${firsts}::text[], ${lasts}::text[], ${hashes}::text[]) AS run (first, last, hash)
    ON CONFLICT (portal_id, first_seq) DO UPDATE SET last_seq = excluded.last_seq,
      last_hash = excluded.last_hash, keep = excluded.keep, month = excluded.month,
      removed_at = excluded.removed_at`;
  await dropEmptyBlocks(ctx, written);
}

/** A block that lies in a run has no entry left, and neither has a segment without blocks. */
async function dropEmptyBlocks(ctx: PortalCtx, runs: Run[]): Promise<void> {
  const long = runs.filter(({ first, last }) => last - first + 1n >= BigInt(BLOCK_SIZE));
  if (long.length === 0) return;
  await ctx.db.$executeRaw`
    DELETE FROM entry_block b
    USING unnest(${long.map(({ first }) => first)}::bigint[], ${long.map(({ last }) => last)}::bigint[])
      AS run (first, last)
    WHERE b.portal_id = ${ctx.portalId} AND b.first_seq BETWEEN run.first AND run.last
      AND b.last_seq <= run.last`;
  await ctx.db.$executeRaw`
    DELETE FROM entry_segment s
    USING unnest(${long.map(({ first }) => first)}::bigint[], ${long.map(({ last }) => last)}::bigint[])
      AS run (first, last)
    WHERE s.portal_id = ${ctx.portalId} AND s.first_seq <= run.last AND s.last_seq >= run.first
      AND NOT EXISTS (SELECT FROM entry_block b WHERE b.portal_id = s.portal_id
        AND b.first_seq BETWEEN s.first_seq AND s.last_seq)`;
}

// Also the runs right before and behind, which the new ones may join.
async function storedNear(ctx: PortalCtx, fresh: Run[]): Promise<Run[]> {
  const low = fresh.reduce((seq, { first }) => (first < seq ? first : seq), fresh[0]?.first ?? 0n);
  const high = fresh.reduce((seq, { last }) => (last > seq ? last : seq), 0n);
  return ctx.db.$queryRaw<Run[]>`
    SELECT first_seq AS first, last_seq AS last, encode(last_hash, 'hex') AS hash
    FROM entry_removed
    WHERE portal_id = ${ctx.portalId} AND first_seq <= ${high + 1n}
      AND first_seq >= coalesce((SELECT max(first_seq) FROM entry_removed
        WHERE portal_id = ${ctx.portalId} AND first_seq <= ${low}), 0)`;
}
