import type { Ctx } from "../ctx.ts";
import type { RunKey } from "./internal.ts";

export interface ClaimedRun {
  portalId: bigint;
  attempt: number;
  crashes: number;
  stepCode: string;
  registeredCode: string;
  workflowId: string;
  documentId: string[];
  properties: Record<string, unknown>;
  receivedAt: Date;
  deadlineAt: Date;
  accessSealed: string | null;
  /** The entry that an earlier attempt wrote. */
  entrySeq: bigint | null;
  remainingMs: number;
}

/** Takes a run for one attempt; undefined when it is settled. */
export async function claimRun(ctx: Ctx, key: RunKey): Promise<ClaimedRun | undefined> {
  // - `attempt` is the fence: lines and outcome of an earlier attempt are refused from now on.
  // - `crashes` is counted before the work and taken back after it (release-run), so only a death leaves it.
  // - The time left is the database's, whatever this machine's clock says.
  const rows = await ctx.db.$queryRaw<ClaimedRun[]>`/* kept plan */
    WITH mine AS (
      UPDATE run SET attempt = attempt + 1, crashes = crashes + 1, state = 'running',
        started_at = coalesce(started_at, clock_timestamp()), heartbeat_at = clock_timestamp()
      WHERE id = ${key.runId}::uuid AND called_at = ${key.calledAt}
        AND state IN ('received', 'running')
      RETURNING *
    ), noted AS (
      INSERT INTO run_event (called_at, portal_id, run_id, kind, message)
      SELECT called_at, portal_id, id, CASE WHEN attempt = 1 THEN 'running' ELSE 'retried' END,
        CASE WHEN attempt > 1 THEN attempt::text END FROM mine
    )
    SELECT portal_id AS "portalId", attempt, crashes, step_code AS "stepCode",
      registered_code AS "registeredCode", workflow_id AS "workflowId",
      document_id AS "documentId", properties, received_at AS "receivedAt",
      deadline_at AS "deadlineAt", access_sealed AS "accessSealed", entry_seq AS "entrySeq",
      1000 * extract(epoch FROM deadline_at - clock_timestamp())::float8 AS "remainingMs"
    FROM mine`;
  return rows[0];
}
