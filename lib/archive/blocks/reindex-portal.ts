import type { PortalCtx } from "../../ctx.ts";
import { isRoot, runCompiled, type Db } from "../../db/index.ts";
import { fault } from "../../fault.ts";
import { TERMS_VERSION } from "./terms.ts";

// A segment has thousands of pieces.
const TABLES = { entry_block: 20_000, entry_segment: 32, entry_tally: 20_000 };
const TIME_LIMIT_MS = 600_000;

/**
 * Drops the portal's blocks and counts, which are built anew behind its rows then. In one transaction: counts must
 * never stand beside rows that they hold already.
 */
export async function reindexPortal(ctx: PortalCtx): Promise<void> {
  const work = async (tx: Db): Promise<void> => dropAll(tx, ctx.portalId);
  if (isRoot(ctx.db)) await ctx.db.$transaction(work, { timeout: TIME_LIMIT_MS });
  else await work(ctx.db);
}

async function dropAll(tx: Db, portalId: bigint): Promise<void> {
  const taken = await runCompiled(tx, {
    text: `SELECT 1 AS one FROM archive_index
      WHERE portal_id = $1::bigint AND version <= $2::smallint FOR UPDATE`,
    values: [portalId, TERMS_VERSION],
  });
  if (taken.length === 0) return;
  for (const [table, limit] of Object.entries(TABLES)) {
    while ((await dropSome(tx, { table, portalId, limit })) === limit);
    fault("archive-reindex-dropped");
  }
  await runCompiled(tx, {
    text: `UPDATE archive_index SET indexed_seq = 0, version = $2::smallint,
        behind_since = coalesce(behind_since, now()) WHERE portal_id = $1::bigint`,
    values: [portalId, TERMS_VERSION],
  });
}

async function dropSome(
  tx: Db,
  { table, portalId, limit }: { table: string; portalId: bigint; limit: number },
): Promise<number> {
  const [gone] = await runCompiled<{ rows: number }>(tx, {
    text: `WITH gone AS (DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM ${table} WHERE portal_id = $1::bigint LIMIT ${limit})) RETURNING 1)
      SELECT count(*)::integer AS rows FROM gone`,
    values: [portalId],
  });
  return gone?.rows ?? 0;
}
