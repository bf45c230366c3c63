import type { Ctx, PortalCtx } from "../../ctx.ts";
import { withTx } from "../../db/index.ts";
import { enqueue } from "../../queue/index.ts";
import { settleRun } from "../../runs/index.ts";
import type { Texts } from "../step.ts";
import { langOf } from "./job-lang.ts";
import { toJobPayload, type JobKey } from "./delivery/enqueue.ts";

const AT_ONCE = 200;

interface Ended extends JobKey {
  connectionId: string;
  lang: string;
  isOpen: boolean;
  /** The other side, if it has the request, does not know that nobody waits any more. */
  mayTell: boolean;
}

/**
 * Closes jobs whose run was settled by somebody else, and has the outside system told; a process that the portal says
 * is gone is cancelled first. Any number of workers may do this.
 */
export async function endJobs(ctx: Ctx): Promise<void> {
  const ended = await ctx.db.$queryRaw<Ended[]>`
    SELECT j.portal_id AS "portalId", j.run_id::text AS "runId", j.called_at AS "calledAt",
      j.connection_id::text AS "connectionId", j.lang, r.state IN ('received', 'running') AS "isOpen",
      r.outcome IN ('cancelled', 'timeout') AND j.state <> 'refused' AS "mayTell"
    FROM step_job j JOIN run r ON r.id = j.run_id AND r.called_at = j.called_at
    WHERE j.closed_at IS NULL
      AND (r.state NOT IN ('received', 'running') OR r.lines_stopped = 'workflow_gone')
    LIMIT ${AT_ONCE}::integer`;
  for (const job of ended) {
    const scoped: PortalCtx = { ...ctx, portalId: job.portalId };
    if (job.isOpen) await cancelGone(scoped, job);
    else await close(scoped, job);
  }
}

const STOPPED: Texts = {
  en: "The process was stopped in the portal.",
  ru: "Процесс остановлен на портале.",
};

/** Ends a run whose process was stopped in the portal; the next look closes its job. */
export async function cancelGone(
  ctx: PortalCtx,
  { runId, calledAt, lang }: Pick<JobKey, "runId" | "calledAt"> & { lang: string },
): Promise<void> {
  await settleRun(ctx, {
    runId,
    calledAt,
    outcome: "cancelled",
    message: STOPPED[langOf({ lang })],
    by: "process",
  });
}

async function close(ctx: PortalCtx, job: Ended): Promise<void> {
  const { portalId, runId, connectionId } = job;
  await withTx(ctx.db, async (tx) => {
    const { count } = await tx.stepJob.updateMany({
      where: { portalId, runId, closedAt: null },
      data: { closedAt: ctx.now(), tokenSealed: null, nextAt: null },
    });
    if (count === 0 || !job.mayTell) return;
    // Looked for only now: an attempt that began before the job was closed is seen, and none begins after.
    const attempts = await tx.jobAttempt.count({ where: { portalId, runId, kind: "run" } });
    if (attempts === 0) return;
    await tx.stepJob.updateMany({ where: { portalId, runId }, data: { told: "pending" } });
    await enqueue(tx, "job.send", toJobPayload(job, "cancelled"), { group: connectionId });
  });
}
