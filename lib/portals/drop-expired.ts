import type { Ctx } from "../ctx.ts";

/** Deletes sessions and sign-ins that are over. */
export async function dropExpired(ctx: Ctx): Promise<{ sessions: number; signIns: number }> {
  const where = { expiresAt: { lte: ctx.now() } };
  const sessions = await ctx.db.session.deleteMany({ where });
  const signIns = await ctx.db.oauthState.deleteMany({ where });
  return { sessions: sessions.count, signIns: signIns.count };
}
