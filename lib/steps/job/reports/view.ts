import type { Run, StepJob } from "../../../../prisma/generated/client.ts";
import type { Reporter } from "./authenticate.ts";
import { byOf } from "./finish.ts";

const USUAL_SECONDS = 60;

export interface HeartbeatView {
  state: "open" | "settled";
  deadlineAt: string;
  /** Nobody waits for the result any more: it was cancelled, or its time is over. */
  cancelRequested: boolean;
  /** Seconds until the next sign of life is wanted. */
  retryAfter: number;
}

export interface OutsideView extends HeartbeatView {
  id: string;
  outcome: string | null;
  message: string | null;
  percent: number | null;
  lastSeq: number;
  wait: boolean;
  receivedAt: string;
  heartbeatAt: string | null;
  settledAt: string | null;
  settledBy: string | null;
  /** Whether the portal's process has the answer: delivered, undeliverable, or pending. */
  delivery: "none" | "pending" | "delivered" | "undeliverable";
}

export function toHeartbeat(run: Run, job: StepJob): HeartbeatView {
  const { outcome, deadlineAt } = run;
  const seconds = job.heartbeatSeconds;
  return {
    state: isOpen(run) ? "open" : "settled",
    deadlineAt: deadlineAt.toISOString(),
    cancelRequested: outcome === "cancelled" || outcome === "timeout",
    retryAfter: seconds === null ? USUAL_SECONDS : Math.max(1, Math.floor(seconds / 3)),
  };
}

export function toOutsideView({ run, job }: Reporter): OutsideView {
  return {
    id: run.id,
    ...toHeartbeat(run, job),
    outcome: run.outcome,
    message: run.outcomeMessage,
    percent: run.percent,
    lastSeq: run.lastSeq,
    wait: job.waits,
    receivedAt: run.receivedAt.toISOString(),
    heartbeatAt: run.heartbeatAt?.toISOString() ?? null,
    settledAt: run.settledAt?.toISOString() ?? null,
    settledBy: byOf(run.settledBy),
    delivery: deliveryOf(run),
  };
}

function isOpen({ state }: Run): boolean {
  return state === "received" || state === "running";
}

function deliveryOf(run: Run): OutsideView["delivery"] {
  if (isOpen(run)) return "none";
  if (run.state === "delivered" || run.state === "undeliverable") return run.state;
  return "pending";
}
