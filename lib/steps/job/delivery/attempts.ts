import type { PortalCtx } from "../../../ctx.ts";
import type { DeliveryResult } from "../../shared.ts";
import { NOT_CONNECTED } from "./post.ts";
import type { JobKey, MessageKind } from "./enqueue.ts";
import { toFault } from "./stored-fault.ts";

const KEPT = 50;

/**
 * Notes an attempt before it is made, so that one whose worker dies is seen as well; returns its number, or null when
 * the job was closed meanwhile. Whoever closes it waits for this and then sees the attempt.
 */
export async function beginAttempt(
  ctx: PortalCtx,
  { runId, kind }: Pick<JobKey, "runId"> & { kind: MessageKind },
): Promise<number | null> {
  const [row] = await ctx.db.$queryRaw<{ number: number }[]>`
    WITH job AS (
      SELECT portal_id, run_id FROM step_job
      WHERE portal_id = ${ctx.portalId} AND run_id = ${runId}::uuid
        AND (closed_at IS NULL OR ${kind}::text = 'cancelled')
      FOR SHARE
    )
    INSERT INTO job_attempt (portal_id, run_id, kind, number)
    SELECT portal_id, run_id, ${kind}, (SELECT coalesce(max(number), 0) + 1
      FROM job_attempt WHERE run_id = ${runId}::uuid AND kind = ${kind})
    FROM job RETURNING number`;
  if (row === undefined) return null;
  const { number } = row;
  await ctx.db.jobAttempt.deleteMany({
    where: { portalId: ctx.portalId, runId, kind, number: { lte: number - KEPT } },
  });
  return number;
}

export async function endAttempt(
  ctx: PortalCtx,
  input: { runId: string; kind: MessageKind; number: number; result: DeliveryResult },
): Promise<void> {
  const { runId, kind, number, result } = input;
  const { status, durationMs, error, answer } = result;
  await ctx.db.jobAttempt.updateMany({
    where: { portalId: ctx.portalId, runId, kind, number },
    data: { status, durationMs, error, answer },
  });
}

/** Whether an earlier attempt may have reached the other side without our knowing. */
export async function mayHaveArrived(
  { db, portalId }: PortalCtx,
  { runId, kind, number }: Pick<JobKey, "runId"> & { kind: MessageKind; number: number },
): Promise<boolean> {
  const earlier = await db.jobAttempt.findMany({
    where: { portalId, runId, kind, number: { lt: number } },
    select: { status: true, error: true },
  });
  // An acceptance may have been noted here, and its worker have died before the run knew of it.
  return earlier.some(({ status, error }) => {
    if (status !== null) return status >= 200 && status < 300;
    const fault = toFault(error);
    return fault === null || !NOT_CONNECTED.has(fault);
  });
}
