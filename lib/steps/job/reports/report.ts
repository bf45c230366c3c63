import type { Ctx, PortalCtx } from "../../../ctx.ts";
import { withTx } from "../../../db/index.ts";
import { appendLine, noteHeartbeat } from "../../../runs/index.ts";
import { AppError } from "../../../errors.ts";
import { langOf } from "../job-lang.ts";
import { noteAcceptance } from "../delivery/results.ts";
import { authenticateReport, type Reporter } from "./authenticate.ts";
import {
  finishRun,
  runSettled,
  settleIfLate,
  toCompletion,
  toFailure,
  type FinishInput,
} from "./finish.ts";
import { doOnce, type ReportAnswer } from "./once.ts";
import { keepPace } from "./pace.ts";
import { readReport } from "./read-report.ts";
import { CompleteReport, FailReport, HeartbeatReport, ProgressReport } from "./schemas.ts";
import { toHeartbeat, toOutsideView, type OutsideView } from "./view.ts";

const MAX_PENDING = 1_000;

export interface ReportInput {
  route: "progress" | "heartbeat" | "complete" | "fail";
  runId: string;
  secret: string;
  key: string | null;
  body: string;
}

/** One call of the outside system for its run; every repetition and race has one defined answer. */
export async function reportJob(ctx: Ctx, input: ReportInput): Promise<ReportAnswer> {
  const reporter = await authenticateReport(ctx, input);
  await keepPace(reporter);
  await settleIfLate(reporter);
  const { route, key, body } = input;
  switch (route) {
    case "progress": {
      const { report, exact } = readReport(ProgressReport, body);
      return doOnce(reporter, { route, key, text: exact.text }, async (scoped) =>
        progress(scoped, reporter, report),
      );
    }
    case "heartbeat":
      readReport(HeartbeatReport, body);
      return heartbeat(reporter);
    case "complete": {
      const read = readReport(CompleteReport, body);
      const finish = toCompletion(read, langOf(reporter.job));
      return finishOnce(reporter, { route, key, text: read.exact.text, finish });
    }
    case "fail": {
      const read = readReport(FailReport, body);
      return finishOnce(reporter, { route, key, text: read.exact.text, finish: toFailure(read) });
    }
  }
}

async function finishOnce(
  reporter: Reporter,
  input: FinishInput & { key: string | null },
): Promise<ReportAnswer> {
  return doOnce(reporter, input, async (scoped) => finishRun(scoped, reporter, input));
}

/** What the outside system may see of its run. */
export async function getOutsideView(
  ctx: Ctx,
  input: { runId: string; secret: string },
): Promise<OutsideView> {
  const reporter = await authenticateReport(ctx, input);
  await settleIfLate(reporter);
  return toOutsideView(await authenticateReport(ctx, input));
}

async function progress(
  scoped: PortalCtx,
  { run, job }: Reporter,
  report: ProgressReport,
): Promise<ReportAnswer> {
  const { id: runId, calledAt } = run;
  const { portalId } = scoped;
  const where = { runId, calledAt, portalId };
  const pending = await scoped.db.outbox.count({ where: { ...where, state: "pending" } });
  if (pending >= MAX_PENDING) {
    throw new AppError("too_many_requests", "Too many lines of the run wait for the portal.", {
      retryAfterMs: 10_000,
    });
  }
  const line = await appendLine(scoped, { runId, calledAt, ...report });
  if (line === null) {
    throw runSettled(
      await scoped.db.run.findFirstOrThrow({ where: { id: runId, calledAt, portalId } }),
    );
  }
  await noteAcceptance(scoped, { run, job });
  return { status: 202, body: { seq: line.seq }, isReplayed: false };
}

// Without a key and without a note: a sign of life says the same each time.
async function heartbeat({ ctx, run, job }: Reporter): Promise<ReportAnswer> {
  const { id: runId, calledAt } = run;
  await withTx(ctx.db, async (tx) => {
    const scoped = { ...ctx, db: tx };
    if (await noteHeartbeat(scoped, { runId, calledAt }))
      await noteAcceptance(scoped, { run, job });
  });
  const { portalId } = ctx;
  const now = await ctx.db.run.findFirstOrThrow({ where: { id: runId, calledAt, portalId } });
  return { status: 200, body: { ...toHeartbeat(now, job) }, isReplayed: false };
}
