import type { Run, StepJob } from "../../../../prisma/generated/client.ts";
import type { PortalCtx } from "../../../ctx.ts";
import { withTx } from "../../../db/index.ts";
import { expectHeartbeats, settleRun } from "../../../runs/index.ts";
import type { DeliveryResult } from "../../shared.ts";
import { durationOf } from "../duration.ts";
import { langOf } from "../job-lang.ts";
import { FAULT_WORDS } from "./fault-words.ts";

interface Found {
  run: Run;
  job: StepJob;
}

/**
 * The request was accepted, or a report shows that it was: from here on it is not sent again, and a run that does not
 * wait is over.
 */
export async function noteAcceptance(ctx: PortalCtx, { run, job }: Found): Promise<void> {
  const { portalId, now } = ctx;
  const { id: runId, calledAt } = run;
  await withTx(ctx.db, async (tx) => {
    const scoped = { ...ctx, db: tx };
    await lockRun(scoped, run);
    const { count } = await tx.stepJob.updateMany({
      where: { portalId, runId, state: "pending" },
      data: { state: "accepted", acceptedAt: now(), tokenSealed: null, nextAt: null },
    });
    if (!job.waits) return settleAccepted(scoped, { run, job });
    if (count === 0 || job.heartbeatSeconds === null) return;
    await expectHeartbeats(scoped, { runId, calledAt, seconds: job.heartbeatSeconds });
  });
}

async function settleAccepted(ctx: PortalCtx, { run, job }: Found): Promise<void> {
  await settleRun(ctx, {
    runId: run.id,
    calledAt: run.calledAt,
    by: "work",
    outcome: "success",
    message: langOf(job) === "ru" ? "Запрос принят." : "The request was accepted.",
    values: { result: "", result_json: "", duration: durationOf(run, ctx.now()) },
  });
}

// Reports lock the run before its job: whoever needs both does the same, so that nobody waits in a circle.
async function lockRun({ db, portalId }: PortalCtx, { id, calledAt }: Run): Promise<void> {
  await db.$queryRaw`SELECT 1 AS one FROM run
    WHERE id = ${id}::uuid AND called_at = ${calledAt} AND portal_id = ${portalId}
    FOR NO KEY UPDATE`;
}

export async function afterRefusal(
  ctx: PortalCtx,
  { run, job, result }: Found & { result: DeliveryResult },
): Promise<void> {
  await refuse(ctx, { run, job, message: refusalText(job, result) });
}

function refusalText(job: StepJob, { error, status }: DeliveryResult): string {
  const { connectionName: name } = job;
  const lang = langOf(job);
  if (error !== null) {
    const why = FAULT_WORDS[error][lang];
    return lang === "ru"
      ? `Внешней системе (${name}) ничего не отправлено: ${why}.`
      : `Nothing was sent to the outside system (${name}): ${why}.`;
  }
  return lang === "ru"
    ? `Внешняя система (${name}) отклонила запрос: ${status ?? 0}.`
    : `The outside system (${name}) refused the request: ${status ?? 0}.`;
}

export async function connectionGone(ctx: PortalCtx, found: Found): Promise<void> {
  const { run, job } = found;
  if (job.told === "pending") return endTelling(ctx, { ...found, isTold: false });
  const { connectionName: name } = job;
  const message =
    langOf(job) === "ru"
      ? `Подключение «${name}» удалено раньше, чем задание было передано.`
      : `The connection “${name}” was deleted before the job was handed over.`;
  await refuse(ctx, { run, job, message });
}

async function refuse(
  ctx: PortalCtx,
  { run, job, message }: Found & { message: string },
): Promise<void> {
  const { portalId } = ctx;
  await withTx(ctx.db, async (tx) => {
    await lockRun({ ...ctx, db: tx }, run);
    const { count } = await tx.stepJob.updateMany({
      where: { portalId, runId: job.runId, state: "pending" },
      data: { state: "refused", tokenSealed: null, nextAt: null },
    });
    // A report came first: the other side has the request.
    if (count === 0) return;
    const { id: runId, calledAt } = run;
    const values = { result: "", result_json: "", duration: durationOf(run, ctx.now()) };
    const verdict = { outcome: "failure", message, values, by: "work" } as const;
    await settleRun({ ...ctx, db: tx }, { runId, calledAt, ...verdict });
  });
}

export async function endTelling(
  ctx: PortalCtx,
  { job, isTold }: Found & { isTold: boolean },
): Promise<void> {
  await ctx.db.stepJob.updateMany({
    where: { portalId: ctx.portalId, runId: job.runId, told: "pending" },
    data: { told: isTold ? "told" : "failed" },
  });
}
