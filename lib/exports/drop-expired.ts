import type { Ctx } from "../ctx.ts";

const AT_ONCE = 20;

/** Deletes files and download tickets whose time is over; a file goes with all its pieces. */
export async function dropExpiredExports(ctx: Ctx): Promise<{ exports: number; tickets: number }> {
  const where = { expiresAt: { lte: ctx.now() } };
  const due = await ctx.db.exportJob.findMany({ where, select: { id: true }, take: AT_ONCE });
  for (const { id } of due) await ctx.db.exportJob.deleteMany({ where: { id } });
  const tickets = await ctx.db.usedTicket.deleteMany({ where });
  return { exports: due.length, tickets: tickets.count };
}
