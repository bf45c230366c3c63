import type { Ctx } from "../ctx.ts";
import { env } from "../env.ts";
import { log } from "../log.ts";

const MONTHS_AHEAD = 3;

/** The regular care of the processing log: months to come, months that are over. */
export async function keepEvents(ctx: Ctx): Promise<void> {
  // Both lock the whole table for a moment; where a long reader is in the way, the next round does it.
  try {
    await ctx.db.$executeRaw`SELECT make_processing_event_partitions(${MONTHS_AHEAD}::integer)`;
    const dropped = await ctx.db.$queryRaw<{ month: string }[]>`
      SELECT drop_processing_events(${env().RUN_KEEP_DAYS}::integer) AS month`;
    if (dropped.length > 0) {
      log("info", "events.dropped", { months: dropped.map(({ month }) => month) });
    }
  } catch (error) {
    log("warn", "events.months_not_moved", { error });
  }
}
