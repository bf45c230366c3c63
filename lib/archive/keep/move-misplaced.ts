import type { PortalCtx } from "../../ctx.ts";
import { withTx } from "../../db/index.ts";
import { fault } from "../../fault.ts";
import { moveCounts } from "../blocks/move-counts.ts";
import type { CountedRow } from "../blocks/read-rows.ts";
import { lockIndex } from "./lock-index.ts";
import type { Misplaced } from "./misplaced.ts";
import { monthDay, monthStart } from "./months.ts";

const ROWS = 2_000;

interface MoveInput {
  group: Misplaced;
  /** By the clock of `performance.now()`. */
  until: number;
  signal: AbortSignal;
}

/** Moves a group in batches until nothing of it is left or the time is over; returns how many entries it were. */
export async function moveMisplaced(ctx: PortalCtx, input: MoveInput): Promise<number> {
  const { group, until, signal } = input;
  await ctx.db.$queryRaw`
    SELECT entry_partition(${group.next}::integer, ${monthDay(group.month)}::date)`;
  let moved = 0;
  let after: Position = { at: monthStart(group.month), seq: -1n };
  for (;;) {
    const batch = await withTx(ctx.db, async (tx) =>
      moveBatch({ ...ctx, db: tx }, { group, after }),
    );
    fault("archive-batch-resorted");
    moved += batch.moved;
    if (batch.last === null || performance.now() > until || signal.aborted) return moved;
    after = batch.last;
  }
}

interface Position {
  at: Date;
  seq: bigint;
}

type Row = Omit<CountedRow, "at" | "keep"> & Position;

/** Rows and their counts in one transaction; those above the counted ones are counted where they lie then. */
async function moveBatch(
  ctx: PortalCtx,
  { group, after }: { group: Misplaced; after: Position },
): Promise<{ moved: number; last: Position | null }> {
  const countedSeq = await lockIndex(ctx);
  if (countedSeq === null) return { moved: 0, last: null };
  const rows = await readBatch(ctx, { group, after });
  const last = rows.at(-1);
  if (last === undefined) return { moved: 0, last: null };
  const seqs = rows.map(({ seq }) => seq);
  const moved = await ctx.db.$executeRaw`
    UPDATE entry SET keep = ${group.next}::smallint
    WHERE portal_id = ${ctx.portalId} AND keep = ${group.keep}::smallint
      AND at >= ${after.at} AND at <= ${last.at} AND seq = ANY(${seqs}::bigint[])`;
  const counted = rows
    .filter(({ seq }) => seq <= countedSeq)
    .map(({ at, seq: _seq, ...row }) => ({
      row: { ...row, at: at.getTime(), keep: group.keep },
      keep: group.next,
    }));
  await moveCounts(ctx.db, { portalId: ctx.portalId, rows: counted });
  return { moved, last: { at: last.at, seq: last.seq } };
}

async function readBatch(
  ctx: PortalCtx,
  { group, after }: { group: Misplaced; after: Position },
): Promise<Row[]> {
  return ctx.db.$queryRaw<Row[]>`
    SELECT seq, at, severity_id AS "severityId", type_id AS "typeId", module_id AS "moduleId",
      site_id AS "siteId", user_id AS "userId", host(addr) AS addr, addr_text AS "addrText"
    FROM entry
    WHERE portal_id = ${ctx.portalId} AND keep = ${group.keep}::smallint
      AND type_id = ${group.typeId} AND severity_id = ANY(${group.severityIds}::integer[])
      AND at >= ${after.at} AND at < ${monthStart(group.month + 1)}
      AND (at, seq) > (${after.at}, ${after.seq})
    ORDER BY at, seq LIMIT ${ROWS}`;
}
