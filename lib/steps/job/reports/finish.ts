import type { Run } from "../../../../prisma/generated/client.ts";
import type { PortalCtx } from "../../../ctx.ts";
import { AppError } from "../../../errors.ts";
import { fault } from "../../../fault.ts";
import { DEADLINE, inWords, settleRun } from "../../../runs/index.ts";
import { noteAcceptance } from "../delivery/results.ts";
import { noteReport } from "../note-job.ts";
import { langOf } from "../job-lang.ts";
import { durationOf } from "../duration.ts";
import type { Lang } from "../../step.ts";
import type { Reporter } from "./authenticate.ts";
import { hashReport, type ReportAnswer } from "./once.ts";
import type { ReadReport } from "./read-report.ts";
import type { CompleteReport, FailReport } from "./schemas.ts";

export interface Finish {
  outcome: "success" | "failure";
  message: string;
  result: string;
  resultJson: string;
}

export function toCompletion({ report, exact }: ReadReport<CompleteReport>, lang: Lang): Finish {
  const done = lang === "ru" ? "Внешнее задание выполнено." : "The outside job is done.";
  const { result = "", message = done } = report;
  return { outcome: "success", message, result, resultJson: exact.member("result_json") };
}

export function toFailure({ report, exact }: ReadReport<FailReport>): Finish {
  const { code, message } = report;
  const text = code === undefined ? message : `${code}: ${message}`;
  return { outcome: "failure", message: text, result: "", resultJson: exact.member("details") };
}

export interface FinishInput {
  route: "complete" | "fail";
  /** Of the report as it was written. */
  text: string;
  finish: Finish;
}

/** Ends the run by an outside report: the first one wins, the same one again is answered alike, another is refused. */
export async function finishRun(
  scoped: PortalCtx,
  { run, job }: Reporter,
  { route, text, finish }: FinishInput,
): Promise<ReportAnswer> {
  const { id: runId, calledAt } = run;
  const { portalId } = scoped;
  const reportHash = hashReport(route, text);
  const { outcome, message } = finish;
  const duration = durationOf(run, scoped.now());
  const values = { result: finish.result, result_json: finish.resultJson, duration };
  const verdict = { outcome, message, values, by: "outside" };
  const isFirst = await settleRun(scoped, { runId, calledAt, ...verdict });
  fault("after-outside-settle");
  if (isFirst) {
    await scoped.db.stepJob.updateMany({ where: { portalId, runId }, data: { reportHash } });
    await noteAcceptance(scoped, { run, job });
  }
  const settled = await scoped.db.run.findFirstOrThrow({
    where: { id: runId, calledAt, portalId },
  });
  const noted = { job, route, hash: reportHash };
  if (isFirst) {
    await noteReport(scoped, { ...noted, isReplayed: false });
    return answerOf(settled, false);
  }
  const known = await scoped.db.stepJob.findFirst({ where: { portalId, runId } });
  const isSame = known?.reportHash && Buffer.from(known.reportHash).equals(reportHash);
  if (isSame) {
    await noteReport(scoped, { ...noted, isReplayed: true });
    return answerOf(settled, true);
  }
  throw runSettled(settled);
}

/** Whose time is up is settled before anything is reported for it, also when the regular look comes later. */
export async function settleIfLate({ ctx, run, job }: Reporter): Promise<void> {
  const { id: runId, calledAt } = run;
  const [late] = await ctx.db.$queryRaw<unknown[]>`
    SELECT 1 AS one FROM run
    WHERE id = ${runId}::uuid AND called_at = ${calledAt} AND portal_id = ${ctx.portalId}
      AND state IN ('received', 'running') AND deadline_at <= clock_timestamp()`;
  if (late === undefined) return;
  await settleRun(ctx, { runId, calledAt, ...inWords(DEADLINE, langOf(job)) });
}

export function runSettled({ outcome, settledAt, settledBy }: Run): AppError {
  return new AppError("run_settled", `The run is settled already: ${outcome ?? "unknown"}.`, {
    members: { outcome, settledAt: settledAt?.toISOString() ?? null, settledBy: byOf(settledBy) },
  });
}

/** Of people the other side learns only that it was one. */
export function byOf(settledBy: string | null): string | null {
  return settledBy?.startsWith("user:") === true ? "user" : settledBy;
}

function answerOf({ outcome, settledAt }: Run, isReplayed: boolean): ReportAnswer {
  const body = { outcome, settledAt: settledAt?.toISOString() ?? null };
  return { status: 200, body, isReplayed };
}
