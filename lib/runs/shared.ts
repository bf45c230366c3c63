export const RUN_STATES = ["received", "running", "settled", "delivered", "undeliverable"] as const;
export type RunState = (typeof RUN_STATES)[number];
export const OUTCOMES = ["success", "failure", "timeout", "cancelled"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface RunView {
  id: string;
  stepCode: string;
  registeredCode: string;
  workflowId: string;
  documentId: string[];
  documentType: string[];
  state: RunState;
  outcome: Outcome | null;
  outcomeMessage: string | null;
  isWaiting: boolean;
  percent: number | null;
  lastLine: string | null;
  receivedAt: string;
  startedAt: string | null;
  settledAt: string | null;
  deliveredAt: string | null;
  deadlineAt: string;
}

export interface RunPage {
  items: RunView[];
  nextCursor: string | null;
}

export type TimelineKind = "state" | "line" | "completion" | "error";

export interface TimelineItem {
  id: string;
  at: string;
  kind: TimelineKind;
  /** For `state`: received, running, retried, settled, delivered, undeliverable …; else null. */
  state: string | null;
  message: string | null;
  seq: number | null;
  percent: number | null;
  /** What the portal has of a line or completion; null for the others. */
  delivery: "pending" | "delivered" | "omitted" | "failed" | null;
  deliveredAt: string | null;
  attempts: number | null;
  error: string | null;
}

export interface RunDetail {
  run: RunView;
  properties: Record<string, unknown>;
  returnValues: Record<string, unknown> | null;
  timeline: TimelineItem[];
  portalOrigin: string;
}
