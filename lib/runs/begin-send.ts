import type { Db } from "../db/index.ts";
import { LEASE_SECONDS, type LaneClaim } from "./claim-lane.ts";
import type { PendingRun } from "./compose.ts";

interface BeginSendInput {
  claim: LaneClaim;
  runs: PendingRun[];
  rowIds: bigint[];
}

/** Right before the call: prolongs the lease and counts the attempt; false when another worker has the lane. */
export async function beginSend(db: Db, input: BeginSendInput): Promise<boolean> {
  const { claim, rowIds } = input;
  const times = input.runs.map(({ calledAt }) => calledAt.getTime());
  // - The count is durable before the call: after a crash the rows are known as possibly sent, and are marked.
  // - The fence is checked here too: a worker that was paused before the call does not make it.
  // - The bounds only spare the look into other months' partitions.
  const begun = await db.$queryRaw<{ ok: number }[]>`/* kept plan */
    WITH lane AS (
      UPDATE portal_lane
      SET lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      WHERE portal_id = ${claim.portalId} AND fence = ${claim.fence} RETURNING 1 AS ok
    ), counted AS (
      UPDATE outbox SET attempts = attempts + 1
      WHERE id = ANY(${rowIds}) AND called_at BETWEEN ${new Date(Math.min(...times))}
        AND ${new Date(Math.max(...times))} AND EXISTS (SELECT FROM lane)
    )
    SELECT ok FROM lane`;
  return begun.length > 0;
}
