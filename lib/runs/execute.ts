import type { Ctx, PortalCtx } from "../ctx.ts";
import { unseal } from "../db/index.ts";
import { log } from "../log.ts";
import { fault } from "../fault.ts";
import { decideRetry } from "../queue/index.ts";
import { claimRun, type ClaimedRun } from "./claim-run.ts";
import type { RunKey } from "./internal.ts";
import { languageOf } from "./language.ts";
import { startLongTimer } from "./long-timer.ts";
import { DeadlineError, OvertakenError } from "./overtaken.ts";
import { noteEntry } from "./note-entry.ts";
import { makeProgress } from "./progress.ts";
import { releaseRun } from "./release-run.ts";
import { settleRun } from "./settle.ts";
import { CALL_ACCESS_PURPOSE } from "./start.ts";
import type { FindWork, StepContext, StepWork } from "./step-work.ts";
import { CRASHED, SENTENCES } from "./sentences.ts";
import { DEADLINE, inWords, toFailure, toVerdict, type AttemptVerdict } from "./verdicts.ts";

const MAX_CRASHES = 3;
const LOOK_EVERY_MS = 5_000;

export interface ExecuteRunInput extends RunKey {
  findWork: FindWork;
  /** Aborted when the worker stops or another one has the job. */
  signal: AbortSignal;
}

/** Does one attempt of a run's work and settles it; throws what the queue should try again. */
export async function executeRun(ctx: Ctx, input: ExecuteRunInput): Promise<void> {
  const run = await claimRun(ctx, input);
  if (run === undefined) return;
  fault("after-claim-run");
  const scoped: PortalCtx = { ...ctx, portalId: run.portalId, runId: input.runId };
  const end = async (verdict: AttemptVerdict): Promise<void> => {
    const { runId, calledAt } = input;
    const { attempt } = run;
    await settleRun(scoped, { runId, calledAt, attempt, by: "work", ...verdict });
  };
  const work = input.findWork(run.stepCode);
  if (run.crashes > MAX_CRASHES) {
    return end(failed(CRASHED[await languageOf(scoped)](MAX_CRASHES)));
  }
  if (run.remainingMs <= 0) return end(inWords(DEADLINE, await languageOf(scoped)));
  if (work === undefined) {
    return end(failed(SENTENCES.unknownStep[await languageOf(scoped)]));
  }
  await attemptWork(scoped, { run, work, input, end });
}

function failed(message: string): AttemptVerdict {
  return { outcome: "failure", message };
}

interface Attempt {
  run: ClaimedRun;
  work: StepWork;
  input: ExecuteRunInput;
  end(verdict: AttemptVerdict): Promise<void>;
}

async function attemptWork(ctx: PortalCtx, { run, work, input, end }: Attempt): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([input.signal, stop.signal]);
  const guard = guardRun(ctx, { run, key: input, stop });
  try {
    const step = toStepContext(ctx, { run, key: input, signal, stop });
    // Work that ignores its signal is left behind; whatever it still says is refused.
    const result = await Promise.race([work(step), whenAborted(signal)]);
    if (result === "waiting") await releaseRun(ctx, toAttempt(run, input));
    else await end(toVerdict(result));
  } catch (error) {
    await afterError(ctx, { run, input, end, error, reason: stop.signal.reason as unknown });
  } finally {
    guard.end();
  }
}

function toAttempt({ attempt }: ClaimedRun, { runId, calledAt }: RunKey) {
  return { runId, calledAt, attempt, error: null };
}

function toStepContext(
  ctx: PortalCtx,
  input: { run: ClaimedRun; key: RunKey; signal: AbortSignal; stop: AbortController },
): StepContext {
  const { run, key, signal, stop } = input;
  return {
    ctx,
    run: {
      id: key.runId,
      stepCode: run.stepCode,
      registeredCode: run.registeredCode,
      properties: run.properties,
      workflowId: run.workflowId,
      documentId: run.documentId,
      deadlineAt: run.deadlineAt,
      calledAt: key.calledAt,
      receivedAt: run.receivedAt,
      entrySeq: run.entrySeq,
    },
    signal,
    progress: makeProgress(ctx, { key, attempt: run.attempt, stop }),
    accessToken: () =>
      run.accessSealed === null ? null : unseal(run.accessSealed, CALL_ACCESS_PURPOSE),
    noteEntry: async (tx, seq) =>
      noteEntry({ ...ctx, db: tx }, { ...key, attempt: run.attempt, seq }),
  };
}

async function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new OvertakenError());
    };
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
}

// Ends the attempt at the deadline, and when somebody else decided meanwhile.
function guardRun(
  ctx: PortalCtx,
  input: { run: ClaimedRun; key: RunKey; stop: AbortController },
): { end(): void } {
  const { run, key, stop } = input;
  const deadline = startLongTimer(run.remainingMs, () => {
    stop.abort(new DeadlineError());
  });
  const look = setInterval(() => {
    isStillOurs(ctx, { run, key })
      .then((isOurs) => {
        if (!isOurs) stop.abort(new OvertakenError());
      })
      .catch((error: unknown) => {
        log("warn", "run.look_failed", { runId: key.runId, error });
      });
  }, LOOK_EVERY_MS);
  return {
    end: () => {
      deadline.clear();
      clearInterval(look);
    },
  };
}

async function isStillOurs(
  ctx: PortalCtx,
  { run, key }: { run: ClaimedRun; key: RunKey },
): Promise<boolean> {
  const open = await ctx.db.run.count({
    where: { id: key.runId, calledAt: key.calledAt, state: "running", attempt: run.attempt },
  });
  return open > 0;
}

interface AfterErrorInput {
  run: ClaimedRun;
  input: ExecuteRunInput;
  end(verdict: AttemptVerdict): Promise<void>;
  error: unknown;
  reason: unknown;
}

async function afterError(ctx: PortalCtx, given: AfterErrorInput): Promise<void> {
  const { run, input, end, error, reason } = given;
  if (reason instanceof DeadlineError) return end(inWords(DEADLINE, await languageOf(ctx)));
  const { runId, calledAt } = input;
  const key = { runId, calledAt, attempt: run.attempt };
  if (reason instanceof OvertakenError) return releaseRun(ctx, { ...key, error: null });
  if (input.signal.aborted) {
    await releaseRun(ctx, { ...key, error: null });
    throw error;
  }
  const failure = toFailure(error, await languageOf(ctx));
  if (decideRetry(error).action === "stop") {
    log("warn", "run.failed", { portalId: ctx.portalId, runId, error });
    return end(failure);
  }
  await releaseRun(ctx, { ...key, error: failure.message });
  throw error;
}
