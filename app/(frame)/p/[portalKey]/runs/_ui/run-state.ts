import type { RunView } from "../../../../../../lib/runs/shared.ts";
import type { Tone } from "../../../../../_ui/controls/badge.tsx";

export const RUN_LABELS = [
  "waiting",
  "running",
  "success",
  "failure",
  "timeout",
  "cancelled",
  "undeliverable",
] as const;
export type RunLabel = (typeof RUN_LABELS)[number];

/** One word for a run: its outcome once there is one, before that what it is doing. */
export function runLabel(run: Pick<RunView, "state" | "outcome">): RunLabel {
  if (run.state === "undeliverable") return "undeliverable";
  if (run.outcome !== null) return run.outcome;
  return run.state === "received" ? "waiting" : "running";
}

/** What the server is asked for to get the runs of one word. */
export function labelQuery(label: RunLabel | null): Record<string, string> {
  if (label === null) return {};
  if (label === "waiting") return { state: "received" };
  if (label === "running" || label === "undeliverable") return { state: label };
  return { outcome: label };
}

const TONES: Record<RunLabel, Tone> = {
  waiting: "quiet",
  running: "info",
  success: "success",
  failure: "danger",
  timeout: "warning",
  cancelled: "quiet",
  undeliverable: "danger",
};

export function runTone(label: RunLabel): Tone {
  return TONES[label];
}

/** A run that may still change: its result is open, or the portal does not have it yet. */
export function isOpenRun(run: Pick<RunView, "state">): boolean {
  return run.state !== "delivered" && run.state !== "undeliverable";
}

export function canCancel(run: Pick<RunView, "outcome">): boolean {
  return run.outcome === null;
}

/** Milliseconds of work: up to now while it goes on; null before it began. */
export function runDuration(
  run: Pick<RunView, "startedAt" | "settledAt">,
  nowMs: number,
): number | null {
  if (run.startedAt === null) return null;
  const end = run.settledAt === null ? nowMs : Date.parse(run.settledAt);
  return Math.max(0, end - Date.parse(run.startedAt));
}

/** The last part of a document's id is the readable one: `DEAL_123`. */
export function documentName(documentId: string[]): string {
  return documentId.at(-1) ?? "";
}
