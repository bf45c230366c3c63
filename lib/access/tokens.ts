import type { PortalCtx } from "../ctx.ts";
import { notFound } from "../errors.ts";
import { log } from "../log.ts";
import { administratorOf, isUuid, toTokenView } from "./internal.ts";
import type { TokenView } from "./shared.ts";

const SHOWN = 200;

/** The portal's tokens, the newest first; revoked ones stay, as their readings do. */
export async function listTokens(ctx: PortalCtx): Promise<{ items: TokenView[] }> {
  administratorOf(ctx);
  const rows = await ctx.db.apiToken.findMany({
    where: { portalId: ctx.portalId },
    orderBy: [{ revokedAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }],
    take: SHOWN,
  });
  return { items: rows.map((row) => toTokenView(row, ctx.now())) };
}

/** From now on nobody gets in with it; one that was revoked before stays as it is. */
export async function revokeToken(ctx: PortalCtx, { id }: { id: string }): Promise<TokenView> {
  const { db, portalId } = ctx;
  const { id: userId } = administratorOf(ctx);
  if (!isUuid(id)) throw notFound("API token", id.slice(0, 40));
  const revoked = await db.apiToken.updateMany({
    where: { id, portalId, revokedAt: null },
    data: { revokedAt: ctx.now() },
  });
  if (revoked.count > 0) log("info", "access.key_revoked", { portalId, id, userId });
  const row = await db.apiToken.findFirst({ where: { id, portalId } });
  if (row === null) throw notFound("API token", id);
  return toTokenView(row, ctx.now());
}
