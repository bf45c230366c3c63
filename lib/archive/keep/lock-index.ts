import type { PortalCtx } from "../../ctx.ts";
import { TERMS_VERSION } from "../blocks/terms.ts";

/**
 * Keeps the indexer of the portal, and others that move its counts, waiting until the transaction ends. Returns
 * the number up to which entries are counted; null when the portal is being deleted.
 */
export async function lockIndex(ctx: PortalCtx): Promise<bigint | null> {
  const { db, portalId } = ctx;
  const portals = await db.$queryRaw<unknown[]>`
    SELECT 1 AS one FROM portal WHERE id = ${portalId} FOR KEY SHARE`;
  if (portals.length === 0) return null;
  await db.$executeRaw`INSERT INTO archive_index (portal_id, version)
    VALUES (${portalId}, ${TERMS_VERSION}::smallint) ON CONFLICT DO NOTHING`;
  const rows = await db.$queryRaw<{ seq: bigint }[]>`
    SELECT indexed_seq AS seq FROM archive_index WHERE portal_id = ${portalId} FOR UPDATE`;
  return rows[0]?.seq ?? null;
}
