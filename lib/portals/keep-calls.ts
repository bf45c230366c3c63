import type { Ctx } from "../ctx.ts";
import { env } from "../env.ts";
import { log } from "../log.ts";

const DAYS_AHEAD = 7;

/** The regular care of the call log: days to come, days that are over, portals whose data must go. */
export async function keepCalls(ctx: Ctx): Promise<void> {
  await forgetRemoved(ctx);
  await moveDays(ctx, env().REST_LOG_DAYS);
}

async function forgetRemoved(ctx: Ctx): Promise<void> {
  const gone = await ctx.db.portal.findMany({
    where: { state: "removed", cleanAfter: { lte: ctx.now() } },
    select: { id: true },
  });
  if (gone.length === 0) return;
  const portalId = { in: gone.map((portal) => portal.id) };
  await ctx.db.restCall.deleteMany({ where: { portalId } });
}

// Both lock the whole table for a moment; where a long reader is in the way, the next round does it.
async function moveDays(ctx: Ctx, keepDays: number): Promise<void> {
  try {
    await ctx.db.$executeRaw`SELECT make_rest_call_partitions(${DAYS_AHEAD}::integer)`;
    const dropped = await ctx.db.$queryRaw<{ day: string }[]>`
      SELECT drop_rest_calls(${keepDays}::integer) AS day`;
    if (dropped.length > 0)
      log("info", "rest_log.dropped", { days: dropped.map(({ day }) => day) });
  } catch (error) {
    log("warn", "rest_log.days_not_moved", { error });
  }
}
