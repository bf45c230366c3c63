import type { Ctx } from "../ctx.ts";
import { log } from "../log.ts";
import { MONTHS_AHEAD } from "./reading-writer.ts";
import { READINGS_KEPT_DAYS } from "./shared.ts";

/** The regular care of the readings: months to come, months that are over. */
export async function keepReadings(ctx: Ctx): Promise<void> {
  // Both lock the whole table for a moment; where a long reader is in the way, the next round does it.
  try {
    await ctx.db.$executeRaw`SELECT make_reading_partitions(${MONTHS_AHEAD}::integer)`;
    const dropped = await ctx.db.$queryRaw<{ month: string }[]>`
      SELECT drop_readings(${READINGS_KEPT_DAYS}::integer) AS month`;
    if (dropped.length > 0) {
      log("info", "readings.dropped", { months: dropped.map(({ month }) => month) });
    }
  } catch (error) {
    log("warn", "readings.months_not_moved", { error });
  }
}
