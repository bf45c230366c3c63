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

export async function findPortalByKey(ctx: Ctx, key: string): Promise<Portal | null> {
  return ctx.db.portal.findUnique({ where: { key } });
}
