import { z } from "zod";

const MAX_LIMIT_SECONDS = 365 * 86_400;
const MAX_TIMEOUT_SECONDS = 5 * 366 * 86_400;

const text = (max: number) => z.string().max(max);

export const StartRunInput = z.object({
  eventToken: text(4_096).min(1),
  /** The portal's own time of the call. */
  calledAt: z.date().nullable(),
  stepCode: text(128).min(1),
  registeredCode: text(128).min(1),
  workflowId: text(255),
  documentId: z.array(text(1_000)).max(10),
  documentType: z.array(text(1_000)).max(10),
  properties: z.record(z.string(), z.unknown()),
  /** False when the process went on without us: no line and no answer is sent. */
  isWaiting: z.boolean(),
  /** The portal's limit for the step; 0 means none. */
  timeoutSeconds: z.number().int().min(0).max(MAX_TIMEOUT_SECONDS),
  calledByUserId: z.number().int().nullable(),
  /** The call's own access, for a step that must prove it before it acts. */
  accessToken: text(4_096).nullable().default(null),
  /** Our limit where the portal sets none. */
  defaultLimitSeconds: z.number().int().min(1).max(MAX_LIMIT_SECONDS).default(86_400),
  /** The step's own limit, counted from the call: the earlier of it and the portal's counts. */
  ownLimitSeconds: z.number().int().min(1).max(MAX_LIMIT_SECONDS).nullable().default(null),
  heartbeatSeconds: z.number().int().min(1).max(MAX_LIMIT_SECONDS).optional(),
  /** The call as JSON, masked, for the processing log. */
  request: z.string().nullable().default(null),
});
export type StartRunInput = z.input<typeof StartRunInput>;

export const StepResult = z.object({
  outcome: z.enum(["success", "failure"]),
  message: z.string(),
  values: z.record(z.string(), z.unknown()),
});
export type StepResult = z.output<typeof StepResult>;

export const ProgressInput = z.object({
  message: z.string(),
  percent: z.number().min(0).max(100).optional(),
});
export type ProgressInput = z.output<typeof ProgressInput>;

export const ListRunsInput = z.object({
  state: z.enum(["received", "running", "settled", "delivered", "undeliverable"]).optional(),
  outcome: z.enum(["success", "failure", "timeout", "cancelled"]).optional(),
  step: text(128).optional(),
  cursor: text(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ListRunsInput = z.input<typeof ListRunsInput>;
