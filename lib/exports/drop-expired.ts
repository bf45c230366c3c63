import type { Ctx } from "../ctx.ts";
import { dropExport, dropPieces } from "./drop-pieces.ts";

const AT_ONCE = 20;
// Files that cannot be deleted do not keep the others.
const LOOK_AT = 200;

/** Deletes files and download tickets whose time is over, and bytes that a stopped export left behind. */
export async function dropExpiredExports(ctx: Ctx): Promise<{ exports: number; tickets: number }> {
  const where = { expiresAt: { lte: ctx.now() } };
  const tickets = await ctx.db.usedTicket.deleteMany({ where });
  await stopExpired(ctx);
  const due = await ctx.db.exportJob.findMany({ where, select: { id: true }, take: LOOK_AT });
  let exports = 0;
  for (const { id } of due) {
    if (exports < AT_ONCE && (await dropExport(ctx, id))) exports += 1;
  }
  const left = await ctx.db.exportJob.findMany({
    where: {
      ...{ state: { in: ["failed", "cancelled"] }, parts: { gt: 0 } },
      expiresAt: { gt: ctx.now() },
    },
    select: { id: true },
    take: AT_ONCE,
  });
  for (const { id } of left) await dropPieces(ctx, id);
  return { exports, tickets: tickets.count };
}

// Whoever still writes one of them finds nothing to go on with.
async function stopExpired(ctx: Ctx): Promise<void> {
  const now = ctx.now();
  await ctx.db.exportJob.updateMany({
    where: { expiresAt: { lte: now }, state: { in: ["waiting", "running"] } },
    data: { state: "cancelled", finishedAt: now },
  });
}
