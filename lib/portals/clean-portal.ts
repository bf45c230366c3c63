import type { Ctx, PortalCtx } from "../ctx.ts";
import { deleteRows, listTables, withTx, type Db } from "../db/index.ts";
import { log } from "../log.ts";
import { deleteJobs } from "../queue/index.ts";
import { portalCtx } from "./internal.ts";

const ROWS = 1_000;
const RUNS = 200;
const PORTALS = 20;

/** Deletes the data of removed portals whose grace is over; returns how many are gone. */
export async function cleanPortals(ctx: Ctx): Promise<number> {
  const due = await ctx.db.portal.findMany({
    where: { state: "removed", cleanAfter: { lte: ctx.now() } },
    orderBy: { cleanAfter: "asc" },
    select: { id: true },
    take: PORTALS,
  });
  let cleaned = 0;
  for (const { id } of due) {
    try {
      if (await cleanPortal(portalCtx(ctx, id))) cleaned += 1;
    } catch (error) {
      // One portal's trouble does not keep the data of the others; the next round comes back to it.
      log("error", "portal.clean_failed", { portalId: id, error });
    }
  }
  return cleaned;
}

/**
 * Deletes every row of a portal, in batches, and itself last: what a crash leaves, the next call finishes. False when
 * it was installed again meanwhile, or is not due.
 */
export async function cleanPortal(ctx: PortalCtx): Promise<boolean> {
  // Rows of a run go with it, by its id: their tables have no index for a whole portal.
  const tables = await listTables(ctx.db, { having: "portal_id", without: "run_id" });
  const runTables = await listTables(ctx.db, { having: "run_id" });
  const steps: Step[] = [
    async (tx) => deleteRuns(tx, ctx.portalId, runTables),
    ...tables.map(
      (table): Step =>
        async (tx) =>
          deleteFrom(tx, table, ctx.portalId),
    ),
    async (tx) => deleteJobs(tx, { field: "portalId", values: [ctx.portalId.toString()] }),
  ];
  for (const step of steps) {
    for (let deleted: number | null = 1; deleted !== 0;) {
      deleted = await whileRemoved(ctx, step);
      if (deleted === null) return false;
    }
  }
  const last = await whileRemoved(ctx, async (tx) => {
    // What came in after its step had passed.
    for (const step of steps) while ((await step(tx)) > 0);
    await tx.portal.delete({ where: { id: ctx.portalId } });
    return 1;
  });
  if (last !== null) log("info", "portal.cleaned", { portalId: ctx.portalId });
  return last !== null;
}

/** One batch; returns how many rows it deleted. */
type Step = (tx: Db) => Promise<number>;

// The lock lets an installation wait for the batch, and the batch see an installation.
async function whileRemoved(ctx: PortalCtx, step: Step): Promise<number | null> {
  return withTx(ctx.db, async (tx) => {
    const due = await tx.$queryRaw<unknown[]>`
      SELECT 1 AS one FROM portal
      WHERE id = ${ctx.portalId} AND state = 'removed' AND clean_after <= ${ctx.now()} FOR UPDATE`;
    return due.length === 0 ? null : step(tx);
  });
}

async function deleteFrom(tx: Db, table: string, portalId: bigint): Promise<number> {
  const values = [portalId.toString()];
  return deleteRows(tx, { table, column: "portal_id", values, limit: ROWS });
}

// Jobs are found by the ids of runs, so they go first.
async function deleteRuns(tx: Db, portalId: bigint, runTables: string[]): Promise<number> {
  const runs = await tx.run.findMany({ where: { portalId }, select: { id: true }, take: RUNS });
  const ids = runs.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await deleteJobs(tx, { field: "runId", values: ids });
  for (const table of runTables) {
    const part = { table, column: "run_id", values: ids, limit: ROWS } as const;
    for (let full = true; full;) full = (await deleteRows(tx, part)) === ROWS;
  }
  await tx.run.deleteMany({ where: { portalId, id: { in: ids } } });
  return ids.length;
}
