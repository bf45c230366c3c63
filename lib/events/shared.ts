export const EVENT_STATUSES = [
  "EVENT_SUCCESS",
  "EVENT_DUPLICATE",
  "INVALID_TOKEN",
  "INVALID_REQUEST",
  "STEP_FAILED",
  "STEP_TIMEOUT",
  "STEP_CANCELLED",
  "DELIVERY_FAILED",
  "PORTAL_REMOVED",
] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** One record, as the door shows it in lists. */
export interface EventRecord {
  startTime: string;
  /** In milliseconds: until the call was answered, or how long the step ran until its end. */
  responseTime: number;
  /** Key of the portal. */
  orgId: string;
  status: EventStatus;
  eventName: string;
  /** Masked JSON; null where nothing was asked. */
  inputRequest: string | null;
  id: string;
  /** The handler that was called, or the connection. */
  webhookId: string;
  /** Key of the parent portal; -1 without one. */
  parentOrgId: string | -1;
  message: string;
}

/** One record with all that is known of it. */
export interface EventDetail extends EventRecord {
  runId: string | null;
  warnings: string[];
  errors: string[];
}

/** The door's own envelope. */
export interface EventLog<T extends EventRecord = EventRecord> {
  data: T[];
  warnings: string[];
  errors: string[];
}
