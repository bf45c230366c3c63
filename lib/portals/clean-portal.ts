import type { Ctx, PortalCtx } from "../ctx.ts";
import { deleteNumbered, deleteRows, listTables, withTx, type Db } from "../db/index.ts";
import { log } from "../log.ts";
import { deleteJobs } from "../queue/index.ts";
import { portalCtx } from "./internal.ts";

const ROWS = 1_000;
const ENTRIES = 10_000;
// A row of these is stored in thousands of pieces.
const LARGE_ROWS: Record<string, number> = { entry_segment: 32, export_chunk: 32 };
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
  for (const step of await listSteps(ctx)) {
    for (let deleted: number | null = 1; deleted !== 0;) {
      deleted = await whileRemoved(ctx, step);
      if (deleted === null) return false;
    }
  }
  const last = await whileRemoved(ctx, async (tx) => {
    // What came in after its step had passed, also into tables that were made since. The archive's head goes before
    // its entries: whoever appends holds it until his are there to be deleted.
    for (const step of await listSteps({ ...ctx, db: tx })) while ((await step(tx)) > 0);
    await tx.portal.delete({ where: { id: ctx.portalId } });
    return 1;
  });
  if (last !== null) log("info", "portal.cleaned", { portalId: ctx.portalId });
  return last !== null;
}

/** One batch; returns how many rows it deleted. */
type Step = (tx: Db) => Promise<number>;

async function listSteps({ db, portalId }: PortalCtx): Promise<Step[]> {
  // Rows of a run go with it, by its id: their tables have no index for a whole portal.
  const tables = await listTables(db, { having: "portal_id", without: "run_id" });
  const runTables = await listTables(db, { having: "run_id" });
  const numbered = new Set(await listTables(db, { having: "seq", without: "run_id" }));
  return [
    async (tx) => deleteRuns(tx, portalId, runTables),
    ...tables.map((table): Step =>
      numbered.has(table)
        ? deleteOnwards(table, portalId)
        : async (tx) => deleteFrom(tx, table, portalId),
    ),
    async (tx) => deleteJobs(tx, { field: "portalId", values: [portalId.toString()] }),
  ];
}

// The lock lets an installation wait for the batch, and the batch see an installation.
async function whileRemoved(ctx: PortalCtx, step: Step): Promise<number | null> {
  return withTx(ctx.db, async (tx) => {
    const due = await tx.$queryRaw<unknown[]>`
      SELECT 1 AS one FROM portal
      WHERE id = ${ctx.portalId} AND state = 'removed' AND clean_after <= ${ctx.now()} FOR UPDATE`;
    if (due.length === 0) return null;
    // Millions of rows go in batches: none of them may read through what the ones before it left dead.
    await tx.$executeRaw`SELECT set_config('enable_seqscan', 'off', true),
      set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true)`;
    return step(tx);
  });
}

async function deleteFrom(tx: Db, table: string, portalId: bigint): Promise<number> {
  const values = [portalId.toString()];
  return deleteRows(tx, { table, column: "portal_id", values, limit: LARGE_ROWS[table] ?? ROWS });
}

/** The archive's entries: their tables hold the most rows by far. */
function deleteOnwards(table: string, portalId: bigint): Step {
  // Also of numbers that somebody wrote by hand.
  let after = -(2n ** 63n);
  return async (tx) => {
    const { rows, last } = await deleteNumbered(tx, { table, portalId, after, limit: ENTRIES });
    after = last ?? after;
    return rows;
  };
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
