import type { PortalCtx } from "../../ctx.ts";
import { noteEvent } from "../../events/index.ts";
import type { StepJob } from "../../../prisma/generated/client.ts";
import { FAULT_WORDS } from "./delivery/fault-words.ts";
import type { MessageKind } from "./delivery/enqueue.ts";
import type { DeliveryResult } from "../shared.ts";

interface Delivery {
  job: StepJob;
  kind: MessageKind;
  number: number;
  result: DeliveryResult;
  isAccepted: boolean;
}

/** Records one attempt to reach an outside system in the processing log. */
export async function noteAttempt(ctx: PortalCtx, input: Delivery): Promise<void> {
  const { job, kind, number, result, isAccepted } = input;
  const { status, error, durationMs } = result;
  const told = error === null ? `status ${status ?? 0}` : FAULT_WORDS[error].en;
  await noteEvent(ctx, {
    thing: `job ${job.runId} ${kind} ${number}`,
    startedAt: new Date(ctx.now().getTime() - durationMs),
    responseMs: durationMs,
    status: isAccepted ? "EVENT_SUCCESS" : "DELIVERY_FAILED",
    eventName: kind === "run" ? "job.requested" : "job.cancelled",
    webhookId: job.connectionId,
    input: JSON.stringify({ connection: job.connectionName, attempt: number }),
    message: `${job.connectionName}: ${told}`,
    runId: job.runId,
    errors: isAccepted ? [] : [told],
  });
}

interface Report {
  job: StepJob;
  route: "complete" | "fail";
  hash: Uint8Array;
  isReplayed: boolean;
}

/** Records the report that ended a job, and each repetition of it. */
export async function noteReport(ctx: PortalCtx, input: Report): Promise<void> {
  const { job, route, hash, isReplayed } = input;
  const now = ctx.now();
  const name = `report ${job.runId} ${route} ${Buffer.from(hash).toString("base64url")}`;
  await noteEvent(ctx, {
    thing: isReplayed ? `${name} ${ctx.requestId}` : name,
    startedAt: now,
    responseMs: 0,
    status: isReplayed ? "EVENT_DUPLICATE" : "EVENT_SUCCESS",
    eventName: `job.${route}`,
    webhookId: job.connectionId,
    input: null,
    message: `${job.connectionName} reported the end of its job.`,
    runId: job.runId,
  });
}
