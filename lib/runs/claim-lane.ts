import type { Db } from "../db/index.ts";

export interface LaneClaim {
  portalId: bigint;
  fence: bigint;
  wakes: bigint;
  batchSize: number;
  failures: number;
}

export const LEASE_SECONDS = 15;

interface ClaimLaneInput {
  owner: string;
  /** Takes no lane whose last call failed, nor one of these portals; without it any lane. */
  slowPortals?: bigint[] | undefined;
}

/** Takes the lane that has been due longest and that nobody holds; undefined when there is none. */
export async function claimLane(db: Db, input: ClaimLaneInput): Promise<LaneClaim | undefined> {
  const slow = input.slowPortals ?? null;
  // - An expired lease is free: its holder died, or is paused and will be stopped by the fence.
  // - SKIP LOCKED: two workers never wait for one lane, and never get the same.
  // - Suspended and removed portals get no calls; their lanes wait for the verdict. Nor does one that was installed
  //   again, until the runs of before are closed.
  // - A stored "now" is rounded, up to half a millisecond ahead: without the margin it would wait for the next poll.
  // - `due_at` stays: after a crash the lane is due as soon as the lease is over.
  const rows = await db.$queryRaw<LaneClaim[]>`/* kept plan */
    UPDATE portal_lane SET lease_owner = ${input.owner}, fence = fence + 1,
      lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    WHERE portal_id = (
      SELECT portal_id FROM portal_lane l
      WHERE due_at <= clock_timestamp() + interval '1 millisecond'
        AND (lease_until IS NULL OR lease_until < clock_timestamp())
        AND (blocked_until IS NULL OR blocked_until <= clock_timestamp())
        AND (${slow}::bigint[] IS NULL OR (failures = 0 AND portal_id <> ALL(${slow}::bigint[])))
        AND EXISTS (SELECT FROM portal p
          WHERE p.id = l.portal_id AND p.state NOT IN ('suspended', 'removed')
            AND p.removed_at IS NULL)
      ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING portal_id AS "portalId", fence, wakes, batch_size AS "batchSize", failures`;
  return rows[0];
}

/** Prolongs the lease while a call is in flight; false when another worker has the lane. */
export async function renewLane(db: Db, claim: LaneClaim): Promise<boolean> {
  const renewed = await db.$executeRaw`
    UPDATE portal_lane SET lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    WHERE portal_id = ${claim.portalId} AND fence = ${claim.fence}`;
  return renewed > 0;
}
