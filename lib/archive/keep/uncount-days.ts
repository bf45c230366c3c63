import type { PortalCtx } from "../../ctx.ts";
import { withTx } from "../../db/index.ts";
import type { Leaf } from "./list-leaves.ts";
import { lockIndex } from "./lock-index.ts";
import { monthDay } from "./months.ts";

const CELLS = 20_000;
const LOWEST_KEY = -(2n ** 63n);

/** Takes a month of one class out of the counts, by days and batches: a busy one has too many for one statement. */
export async function uncountDays(
  ctx: PortalCtx,
  { leaf, signal }: { leaf: Leaf; signal: AbortSignal },
): Promise<void> {
  const days = await ctx.db.$queryRaw<{ day: string }[]>`
    SELECT DISTINCT day::text AS day FROM entry_day
    WHERE portal_id = ${ctx.portalId} AND keep = ${leaf.keep}::smallint
      AND day >= ${monthDay(leaf.month)}::date AND day < ${monthDay(leaf.month + 1)}::date
    ORDER BY 1`;
  for (const { day } of days) {
    if (!(await uncountMost(ctx, { leaf, day, signal }))) return;
    // What is left of the day goes together with the row that tells that there is something.
    await withTx(ctx.db, async (tx) => {
      if ((await lockIndex({ ...ctx, db: tx })) === null) return;
      await tx.$executeRaw`DELETE FROM entry_cube
        WHERE portal_id = ${ctx.portalId} AND day = ${day}::date AND keep = ${leaf.keep}::smallint`;
      await tx.$executeRaw`DELETE FROM entry_day
        WHERE portal_id = ${ctx.portalId} AND day = ${day}::date AND keep = ${leaf.keep}::smallint`;
    });
  }
}

interface Day {
  leaf: Leaf;
  day: string;
  signal: AbortSignal;
}

/** Batches until less than one is left; false when it was stopped. */
async function uncountMost(ctx: PortalCtx, { leaf, day, signal }: Day): Promise<boolean> {
  let from = LOWEST_KEY;
  while (!signal.aborted) {
    const batch = await withTx(ctx.db, async (tx) => {
      if ((await lockIndex({ ...ctx, db: tx })) === null) return undefined;
      const rows = await tx.$queryRaw<{ count: number; last: bigint | null }[]>`
        WITH batch AS (
          SELECT key FROM entry_cube
          WHERE portal_id = ${ctx.portalId} AND day = ${day}::date AND key >= ${from}
            AND keep = ${leaf.keep}::smallint
          ORDER BY key LIMIT ${CELLS}
        ), gone AS (
          DELETE FROM entry_cube c USING batch
          WHERE c.portal_id = ${ctx.portalId} AND c.day = ${day}::date AND c.key = batch.key
        )
        SELECT count(*)::integer AS count, max(key) AS last FROM batch`;
      return rows[0];
    });
    if (batch === undefined || batch.last === null || batch.count < CELLS) return true;
    from = batch.last + 1n;
  }
  return false;
}
