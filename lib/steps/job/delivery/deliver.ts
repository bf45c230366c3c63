import type { Run, StepJob } from "../../../../prisma/generated/client.ts";
import type { PortalCtx } from "../../../ctx.ts";
import { unseal } from "../../../db/index.ts";
import { AppError } from "../../../errors.ts";
import { fault } from "../../../fault.ts";
import { getPortal } from "../../../portals/index.ts";
import { signHeaders } from "../connections/secret.ts";
import { noteAttempt } from "../note-job.ts";
import { RUN_SECRET_PURPOSE } from "../run-secret.ts";
import { beginAttempt, endAttempt } from "./attempts.ts";
import { noteDelivery, takeTurnOf } from "./circuit.ts";
import type { JobKey, MessageKind } from "./enqueue.ts";
import { judge, retryAfterMs, retryMs } from "./judge.ts";
import { toMessage } from "./message.ts";
import { post, type PostResult } from "./post.ts";
import { afterRefusal, connectionGone, endTelling, noteAcceptance } from "./results.ts";

// A cancellation is tried for a day, then the other side learns of it by its next report.
const TELL_MS = 86_400_000;

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
  const turn = await takeTurnOf(ctx, { id: found.job.connectionId });
  if (turn.kind === "gone") return connectionGone(ctx, { ...input, ...found });
  if (turn.kind === "paused") return rest(ctx, { ...input, ms: turn.waitMs, cause: "paused" });
  const { connection } = turn;
  const number = await beginAttempt(ctx, input);
  if (number === null) return;
  const token = found.job.tokenSealed && unseal(found.job.tokenSealed, RUN_SECRET_PURPOSE);
  const portal = await getPortal(ctx);
  const message = toMessage(input.kind, { ...found, portal, token });
  fault("before-job-post");
  const headers = signHeaders(connection, { ...message, at: ctx.now() });
  const { body } = message;
  const { url } = connection;
  const result = await post({ url, headers, body, signal: input.signal, secret: token });
  fault("after-job-post");
  await endAttempt(ctx, { ...input, number, result });
  // Its worker was stopped: that says nothing of the other side.
  input.signal.throwIfAborted();
  await noteDelivery(ctx, { id: connection.id, result });
  const { job } = found;
  const isAccepted = judge({ ...result, attempt: number }) === "accepted";
  await noteAttempt(ctx, { job, kind: input.kind, number, result, isAccepted });
  await afterPost(ctx, { ...input, ...found, result, number });
}

interface Due {
  run: Run;
  job: StepJob;
}

async function findDue(ctx: PortalCtx, input: DeliverInput): Promise<Due | null> {
  const { portalId } = ctx;
  const { runId, calledAt, kind } = input;
  const [run, job] = await Promise.all([
    ctx.db.run.findFirst({ where: { id: runId, calledAt, portalId } }),
    ctx.db.stepJob.findFirst({ where: { runId, portalId } }),
  ]);
  if (run === null || job === null) return null;
  if (kind === "cancelled") return job.told === "pending" ? { run, job } : null;
  const isOpen = run.state === "received" || run.state === "running";
  const isLeft = job.state === "pending" || (job.state === "accepted" && !job.waits);
  return isOpen && isLeft && run.deadlineAt > ctx.now() ? { run, job } : null;
}

interface AfterPost extends DeliverInput, Due {
  result: PostResult;
  number: number;
}

async function afterPost(ctx: PortalCtx, input: AfterPost): Promise<void> {
  const { kind, result, number, run } = input;
  const verdict = judge({ ...result, attempt: number });
  if (kind === "run" && verdict === "accepted") return noteAcceptance(ctx, input);
  if (kind === "run" && verdict === "refused") return afterRefusal(ctx, input);
  if (verdict !== "retry") return endTelling(ctx, { ...input, isTold: verdict === "accepted" });
  const afterMs = retryAfterMs(result.retryAfter, ctx.now());
  const ms = retryMs({ attempt: number, random: Math.random(), afterMs });
  const endsAt =
    kind === "run"
      ? run.deadlineAt.getTime()
      : (run.settledAt ?? run.deadlineAt).getTime() + TELL_MS;
  const isOver = ctx.now().getTime() + ms >= endsAt;
  if (isOver && kind === "cancelled") return endTelling(ctx, { ...input, isTold: false });
  await rest(ctx, { ...input, ms, cause: result.error ?? `status ${result.status ?? 0}` });
}

// The queue's own repetition: one job lives as long as the message does, so a crash makes no second one.
async function rest(
  ctx: PortalCtx,
  { runId, ms, cause, kind }: DeliverInput & { ms: number; cause: string },
): Promise<never> {
  const nextAt = new Date(ctx.now().getTime() + ms);
  if (kind === "run") {
    await ctx.db.stepJob.updateMany({ where: { portalId: ctx.portalId, runId }, data: { nextAt } });
  }
  throw new AppError("unavailable", `The outside system was not reached: ${cause}.`, {
    retryAfterMs: ms,
  });
}
