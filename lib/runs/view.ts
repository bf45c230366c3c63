import type { Run } from "../../prisma/generated/client.ts";
import { OUTCOMES, RUN_STATES, type RunView } from "./shared.ts";

/** A run as the runs page shows it. */
export function toRunView(run: Run, lastLine: string | null): RunView {
  return {
    id: run.id,
    stepCode: run.stepCode,
    registeredCode: run.registeredCode,
    workflowId: run.workflowId,
    documentId: run.documentId,
    documentType: run.documentType,
    state: RUN_STATES.find((state) => state === run.state) ?? "received",
    outcome: OUTCOMES.find((outcome) => outcome === run.outcome) ?? null,
    outcomeMessage: run.outcomeMessage,
    isWaiting: run.isWaiting,
    percent: run.percent,
    lastLine,
    receivedAt: run.receivedAt.toISOString(),
    startedAt: toIso(run.startedAt),
    settledAt: toIso(run.settledAt),
    deliveredAt: toIso(run.deliveredAt),
    deadlineAt: run.deadlineAt.toISOString(),
  };
}

export function toIso(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}
