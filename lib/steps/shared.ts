export { expressionsIn, hasExpression } from "./expressions.ts";
export type { PropertyInput, StepCheck, StepPropertyView, StepView } from "./step-view.ts";

export const CONNECTION_LIMITS = { count: 50, name: 80, url: 1_000 } as const;

/** An outside system that processes may hand work to. */
export interface ConnectionView {
  id: string;
  name: string;
  url: string;
  /** Until then the former secret signs as well. */
  oldSecretUntil: string | null;
  /** After failures in a row nothing is sent until then. */
  pausedUntil: string | null;
  /** The last delivery; `status` is what the other side answered, null when it did not. */
  last: { at: string; status: number | null; error: OutsideFault | null } | null;
}

export interface NewConnection {
  connection: ConnectionView;
  /** Shown once. */
  secret: string;
}

/** Why there was no answer. Attempts are stored with these names. */
export const OUTSIDE_FAULTS = [
  "address_refused",
  "connection_refused",
  "name_unknown",
  "lookup_failed",
  "no_connection",
  "reset",
  "closed",
  "no_answer",
  "ended",
  "failed",
] as const;
export type OutsideFault = (typeof OUTSIDE_FAULTS)[number];

/** What one request to the other side came to. */
export interface DeliveryResult {
  status: number | null;
  durationMs: number;
  error: OutsideFault | null;
  /** Beginning of the answer, masked. */
  answer: string | null;
}

export type DeliveryState = "pending" | "accepted" | "refused";

export interface JobAttemptView extends Omit<DeliveryResult, "durationMs"> {
  number: number;
  kind: "run" | "cancelled";
  at: string;
  /** Null while it is under way, or when its worker died. */
  durationMs: number | null;
}

/** How a run's job stands with the outside system. */
export interface JobView {
  connection: string;
  waits: boolean;
  state: DeliveryState;
  attempts: JobAttemptView[];
  attemptCount: number;
  nextAt: string | null;
  acceptedAt: string | null;
  heartbeatAt: string | null;
  heartbeatSeconds: number | null;
  /** Whether the other side was told that nobody waits any more. */
  told: "pending" | "told" | "failed" | null;
}
