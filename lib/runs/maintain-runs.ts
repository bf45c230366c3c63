import type { Ctx } from "../ctx.ts";
import { withTx } from "../db/index.ts";
import { log } from "../log.ts";
import { closeRemovedRuns } from "./close-portal-runs.ts";
import { giveUpLate } from "./give-up-late.ts";
import { leaveOutLines } from "./leave-out-lines.ts";

const MONTHS_AHEAD = 3;

/** The regular care of runs: late answers, floods, leftovers of removed portals, partitions. */
export async function maintainRuns(ctx: Ctx, input: { keepDays: number }): Promise<void> {
  const expired = await giveUpLate(ctx);
  if (expired > 0) log("error", "runs.answers_expired", { rows: expired });
  await leaveOutLines(ctx);
  await closeLeftovers(ctx);
  await movePartitions(ctx, input.keepDays);
}

// A settlement that was under way during the clean-up of a removed portal, or a clean-up that a crash kept from
// being done before the next installation.
async function closeLeftovers(ctx: Ctx): Promise<void> {
  const portals = await ctx.db.$queryRaw<{ portalId: bigint }[]>`
    SELECT p.id AS "portalId" FROM portal p
    WHERE (p.state <> 'removed' AND p.removed_at IS NOT NULL)
      OR (p.state = 'removed' AND EXISTS (SELECT FROM run r
        WHERE r.portal_id = p.id AND r.state IN ('received', 'running', 'settled')))`;
  for (const { portalId } of portals) await closeRemovedRuns({ ...ctx, portalId });
}

// Dropping locks the whole tables for a moment; where a long reader is in the way, the next round does it.
async function movePartitions(ctx: Ctx, keepDays: number): Promise<void> {
  try {
    await withTx(ctx.db, async (tx) => {
      await tx.$executeRaw`SET LOCAL lock_timeout = '2s'`;
      await tx.$queryRaw`SELECT make_run_partitions(${MONTHS_AHEAD}::integer)::text`;
      const dropped = await tx.$queryRaw<{ month: string }[]>`
        SELECT drop_run_partitions(${keepDays}::integer) AS month`;
      if (dropped.length > 0) {
        log("info", "runs.dropped", { months: dropped.map(({ month }) => month) });
      }
    });
  } catch (error) {
    log("warn", "runs.partitions_not_moved", { error });
  }
}
