import type { Ctx } from "../../ctx.ts";

/** The database's time: limits count by it, whatever the clock of a process says. */
export async function readClock(ctx: Pick<Ctx, "db" | "now">): Promise<Date> {
  const [row] = await ctx.db.$queryRaw<{ at: Date }[]>`
    SELECT clock_timestamp()::timestamptz(3) AS at`;
  return row?.at ?? ctx.now();
}
