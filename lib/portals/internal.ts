import type { Ctx, PortalCtx } from "../ctx.ts";
import type { Portal } from "../../prisma/generated/client.ts";
import { notFound } from "../errors.ts";

export type { Portal, PortalAdmin } from "../../prisma/generated/client.ts";

export function portalCtx(ctx: Ctx, portalId: bigint): PortalCtx {
  return { ...ctx, portalId };
}

export async function getPortal(ctx: PortalCtx): Promise<Portal> {
  const portal = await ctx.db.portal.findUnique({ where: { id: ctx.portalId } });
  if (portal === null) throw notFound("portal", ctx.portalId.toString());
  return portal;
}

/** Whom a call names, which proves nothing. */
export async function findPortalByMember(
  ctx: Ctx,
  memberId: string,
): Promise<Pick<Portal, "id" | "state"> | null> {
  return ctx.db.portal.findUnique({ where: { memberId }, select: { id: true, state: true } });
}

export async function findPortalByKey(ctx: Ctx, key: string): Promise<Portal | null> {
  return ctx.db.portal.findUnique({ where: { key } });
}
