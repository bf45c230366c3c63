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
    const last = await withTx(ctx.db, async (tx) =>
      uncountBatch({ ...ctx, db: tx }, { leaf, day, from }),
    );
    if (last === null) return true;
    from = last + 1n;
  }
  return false;
}

// By a range of keys: a join with the found ones is planned badly where statistics are old.
async function uncountBatch(
  ctx: PortalCtx,
  { leaf, day, from }: Omit<Day, "signal"> & { from: bigint },
): Promise<bigint | null> {
  const { db, portalId } = ctx;
  if ((await lockIndex(ctx)) === null) return null;
  const rows = await db.$queryRaw<{ key: bigint }[]>`
    SELECT key FROM entry_cube
    WHERE portal_id = ${portalId} AND day = ${day}::date AND key >= ${from}
      AND keep = ${leaf.keep}::smallint
    ORDER BY key OFFSET ${CELLS - 1} LIMIT 1`;
  const last = rows[0]?.key ?? null;
  if (last === null) return null;
  await db.$executeRaw`DELETE FROM entry_cube
    WHERE portal_id = ${portalId} AND day = ${day}::date AND keep = ${leaf.keep}::smallint
      AND key >= ${from} AND key <= ${last}`;
  return last;
}
