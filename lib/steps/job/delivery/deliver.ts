import type { JobConnection, Run, StepJob } from "../../../../prisma/generated/client.ts";
import type { PortalCtx } from "../../../ctx.ts";
import { unseal } from "../../../db/index.ts";
import { AppError } from "../../../errors.ts";
import { fault } from "../../../fault.ts";
import { log } from "../../../log.ts";
import { getPortal, type Portal } from "../../../portals/index.ts";
import { readClock } from "../clock.ts";
import { signHeaders } from "../connections/secret.ts";
import { noteAttempt } from "../note-job.ts";
import { RUN_SECRET_PURPOSE } from "../run-secret.ts";
import { beginAttempt, endAttempt, mayHaveArrived } from "./attempts.ts";
import { noteDelivery, takeTurnOf } from "./circuit.ts";
import type { JobKey, MessageKind } from "./enqueue.ts";
import { judge, retryAfterMs, retryMs, type Judgement } from "./judge.ts";
import { toMessage } from "./message.ts";
import { post, type PostResult } from "./post.ts";
import { afterRefusal, connectionGone, endTelling, noteAcceptance } from "./results.ts";

// A cancellation is tried for a day, then the other side learns of it by its next report.
const TELL_MS = 86_400_000;
const SUSPENDED_MS = 60_000;

export interface DeliverInput extends JobKey {
  kind: MessageKind;
  signal: AbortSignal;
}

/** Makes one attempt; throws what says when the next one is due. Nothing is sent for a run that is over. */
export async function deliver(ctx: PortalCtx, input: DeliverInput): Promise<void> {
  const found = await findDue(ctx, input);
  if (found === null) return;
  // A report said so before the answer did.
  if (input.kind === "run" && found.job.state === "accepted") return noteAcceptance(ctx, found);
  const { portal, job } = found;
  if (portal.state === "removed") return endTelling(ctx, { ...found, isTold: false });
  const waiting = { ...input, ...found };
  if (portal.state === "suspended") {
    return rest(ctx, { ...waiting, ms: SUSPENDED_MS, cause: "the portal is suspended" });
  }
  const turn = await takeTurnOf(ctx, { id: job.connectionId });
  if (turn.kind === "gone") return connectionGone(ctx, waiting);
  if (turn.kind === "paused") return rest(ctx, { ...waiting, ms: turn.waitMs, cause: "paused" });
  const number = await beginAttempt(ctx, input);
  if (number === null) return;
  const result = await send({ ...waiting, connection: turn.connection });
  await endAttempt(ctx, { ...input, number, result });
  // Its worker was stopped: that says nothing of the other side. A status is one all the same.
  if (result.status === null) input.signal.throwIfAborted();
  await noteDelivery(ctx, { id: job.connectionId, result });
  const mayHaveIt = result.status === 409 && (await mayHaveArrived(ctx, { ...input, number }));
  const verdict = judge({ ...result, mayHaveIt });
  try {
    await afterPost(ctx, { ...waiting, result, number, verdict });
  } finally {
    await record(ctx, { ...waiting, number, result, isAccepted: verdict === "accepted" });
  }
}

interface Due {
  run: Run;
  job: StepJob;
  portal: Portal;
  /** The database's time: processes whose clocks are wrong must agree. */
  at: Date;
}

async function findDue(ctx: PortalCtx, input: DeliverInput): Promise<Due | null> {
  const { portalId } = ctx;
  const { runId, calledAt, kind } = input;
  const [run, job] = await Promise.all([
    ctx.db.run.findFirst({ where: { id: runId, calledAt, portalId } }),
    ctx.db.stepJob.findFirst({ where: { runId, portalId } }),
  ]);
  if (run === null || job === null) return null;
  const due = { run, job, portal: await getPortal(ctx), at: await readClock(ctx) };
  if (kind === "cancelled") return job.told === "pending" ? due : null;
  const isOpen = run.state === "received" || run.state === "running";
  const isLeft = job.state === "pending" || (job.state === "accepted" && !job.waits);
  return isOpen && isLeft && run.deadlineAt > due.at ? due : null;
}

async function send(
  input: DeliverInput & Due & { connection: JobConnection },
): Promise<PostResult> {
  const { job, connection, at } = input;
  const token = job.tokenSealed && unseal(job.tokenSealed, RUN_SECRET_PURPOSE);
  const message = toMessage(input.kind, { ...input, token });
  fault("before-job-post");
  const headers = signHeaders(connection, { ...message, at });
  const { id: connectionId, url } = connection;
  const { body } = message;
  const sent = { connectionId, url, headers, body, signal: input.signal, secret: token };
  const result = await post(sent);
  fault("after-job-post");
  return result;
}

interface AfterPost extends DeliverInput, Due {
  result: PostResult;
  number: number;
  verdict: Judgement;
}

async function afterPost(ctx: PortalCtx, input: AfterPost): Promise<void> {
  const { kind, result, number, verdict } = input;
  if (kind === "run" && verdict === "accepted") return noteAcceptance(ctx, input);
  if (kind === "run" && verdict === "refused") return afterRefusal(ctx, input);
  if (verdict !== "retry") return endTelling(ctx, { ...input, isTold: verdict === "accepted" });
  const at = new Date(input.at.getTime() + result.durationMs);
  const afterMs = retryAfterMs(result.retryAfter, at);
  const ms = retryMs({ attempt: number, random: Math.random(), afterMs });
  await rest(ctx, { ...input, at, ms, cause: result.error ?? `status ${result.status ?? 0}` });
}

// The processing log is for people: what it cannot take must not have the request sent again.
async function record(ctx: PortalCtx, input: Parameters<typeof noteAttempt>[1]): Promise<void> {
  try {
    await noteAttempt(ctx, input);
  } catch (error) {
    const { runId, portalId } = input.job;
    log("error", "job.attempt_not_recorded", { portalId, runId, error });
  }
}

// The queue's own repetition: one job lives as long as the message does, so a crash makes no second one.
async function rest(
  ctx: PortalCtx,
  input: DeliverInput & Due & { ms: number; cause: string },
): Promise<void> {
  const { runId, kind, run, at, cause } = input;
  const endsAt =
    kind === "run"
      ? run.deadlineAt.getTime()
      : (run.settledAt ?? run.deadlineAt).getTime() + TELL_MS;
  const leftMs = endsAt - at.getTime();
  if (kind === "cancelled" && input.ms >= leftMs) {
    return endTelling(ctx, { ...input, isTold: false });
  }
  const ms = Math.round(Math.max(1, Math.min(input.ms, leftMs)));
  if (kind === "run") {
    const nextAt = new Date(at.getTime() + ms);
    await ctx.db.stepJob.updateMany({ where: { portalId: ctx.portalId, runId }, data: { nextAt } });
  }
  throw new AppError("unavailable", `The outside system was not reached: ${cause}.`, {
    retryAfterMs: ms,
  });
}
