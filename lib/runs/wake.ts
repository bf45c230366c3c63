import { Prisma } from "../../prisma/generated/client.ts";
import type { PortalCtx } from "../ctx.ts";

export const LANE_CHANNEL = "lane";

/**
 * The last part of a statement that adds to the outbox: makes the lanes of `source`'s portals due. The outer SELECT
 * must read `told`, or nobody is told.
 */
export function wakeLanes(source: Prisma.Sql, input: { isUrgent: boolean }): Prisma.Sql {
  // - `wakes` tells a worker that releases the lane of rows it has not seen.
  // - The lane never becomes due before its block ends, so a dead portal costs no claims. A completion may pass a
  //   mere pause for permits (a block without a reason): it has a larger share of the budget than lines.
  // - One order of portals, so that two statements over many cannot wait for each other.
  // - Whoever holds the lease looks again by itself: only an idle lane needs a message.
  return Prisma.sql`
    woken AS (
      INSERT INTO portal_lane AS lane (portal_id, due_at, wakes)
      SELECT portal_id, now(), 1 FROM (SELECT DISTINCT portal_id FROM ${source}) portals
      ORDER BY portal_id
      ON CONFLICT (portal_id) DO UPDATE SET
        wakes = lane.wakes + 1,
        blocked_until = CASE WHEN ${input.isUrgent}::boolean AND lane.block_reason IS NULL THEN NULL
          ELSE lane.blocked_until END,
        due_at = least(lane.due_at, greatest(now(),
          CASE WHEN ${input.isUrgent}::boolean AND lane.block_reason IS NULL THEN NULL
            ELSE lane.blocked_until END))
      RETURNING (lease_until IS NULL OR lease_until < now())
        AND (blocked_until IS NULL OR blocked_until <= now()) AS is_idle
    ), told AS (
      SELECT pg_notify(${LANE_CHANNEL}, '') FROM woken WHERE is_idle LIMIT 1
    )`;
}

/** Ends a portal's block, after its access was repaired or it was installed anew, and delivers what waits. */
export async function unblockLane(ctx: PortalCtx): Promise<void> {
  await ctx.db.$executeRaw`
    WITH lane AS (
      UPDATE portal_lane SET due_at = now(), blocked_until = NULL, block_reason = NULL, failures = 0,
        wakes = wakes + 1
      WHERE portal_id = ${ctx.portalId} RETURNING portal_id
    )
    SELECT pg_notify(${LANE_CHANNEL}, '') FROM lane`;
}
