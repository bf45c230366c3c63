import type { PortalCtx } from "../../ctx.ts";

const SEVERITY = 1;
const TYPE = 2;

/** All severities and types of the portal's entries, by their numbers. */
export async function findKinds(ctx: PortalCtx): Promise<Map<number, string>> {
  const texts = await ctx.db.entryText.findMany({
    where: { portalId: ctx.portalId, kind: { in: [SEVERITY, TYPE] } },
    select: { id: true, value: true },
  });
  return new Map(texts.map(({ id, value }) => [id, value]));
}
