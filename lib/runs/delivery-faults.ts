import type { AppError, ErrorCode } from "../errors.ts";

/** What one command's refusal means for its rows and its run. */
export type RowFault =
  /** Not their fault: sent again when the lane may, nothing counted. */
  | "wait"
  /** Counted; the eighth time is the last. */
  | "retry"
  /** Never accepted in this form. */
  | "terminal"
  /** The event token is refused: the run cannot be answered. */
  | "token"
  /** The process is gone: no more lines, but the completion is tried. */
  | "gone";

/** What a refused or lost batch means for the portal's lane. */
export type LaneFault =
  /** No permit now. */
  | "pace"
  /** The portal or the way to it is in trouble: growing pauses. */
  | "backoff"
  /** Somebody must act; looked at again once an hour or once a day. */
  | "hour"
  | "day"
  /** The app is gone, as the portal says; a job asks the auth server. */
  | "minute";

const FAULTS: Record<ErrorCode, { row: RowFault; lane: LaneFault }> = {
  invalid_input: { row: "terminal", lane: "backoff" },
  unauthorized: { row: "wait", lane: "backoff" },
  token_expired: { row: "terminal", lane: "backoff" },
  forbidden: { row: "terminal", lane: "hour" },
  not_found: { row: "terminal", lane: "backoff" },
  conflict: { row: "retry", lane: "backoff" },
  run_not_found: { row: "terminal", lane: "backoff" },
  run_settled: { row: "terminal", lane: "backoff" },
  idempotency_key_reused: { row: "terminal", lane: "backoff" },
  idempotency_in_progress: { row: "retry", lane: "backoff" },
  invalid_output: { row: "terminal", lane: "backoff" },
  payload_too_large: { row: "terminal", lane: "backoff" },
  unsupported_media_type: { row: "terminal", lane: "backoff" },
  too_many_requests: { row: "wait", lane: "pace" },
  unavailable: { row: "retry", lane: "backoff" },
  internal: { row: "retry", lane: "backoff" },
  config_invalid: { row: "wait", lane: "hour" },
  address_refused: { row: "wait", lane: "hour" },
  auth_server_refused: { row: "wait", lane: "hour" },
  auth_server_unavailable: { row: "wait", lane: "backoff" },
  auth_lost: { row: "wait", lane: "day" },
  portal_token_expired: { row: "wait", lane: "backoff" },
  portal_removed: { row: "wait", lane: "minute" },
  portal_payment_required: { row: "wait", lane: "day" },
  portal_user_lost: { row: "wait", lane: "backoff" },
  portal_forbidden: { row: "terminal", lane: "hour" },
  portal_scope_missing: { row: "terminal", lane: "hour" },
  portal_method_missing: { row: "terminal", lane: "hour" },
  portal_not_found: { row: "terminal", lane: "backoff" },
  portal_bad_request: { row: "terminal", lane: "backoff" },
  portal_rate_limited: { row: "wait", lane: "pace" },
  portal_operation_limited: { row: "wait", lane: "pace" },
  portal_overloaded: { row: "wait", lane: "hour" },
  portal_moved: { row: "wait", lane: "backoff" },
  portal_unavailable: { row: "retry", lane: "backoff" },
  portal_token_refused: { row: "token", lane: "backoff" },
  portal_workflow_gone: { row: "gone", lane: "backoff" },
};

const BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 300_000;
const BLOCKS_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const MIN_PAUSE_MS = 5;

export function rowFault(code: ErrorCode): RowFault {
  return FAULTS[code].row;
}

export interface LanePause {
  delayMs: number;
  /** Null for a mere pause between permits. */
  reason: string | null;
  isFailure: boolean;
}

/** How long a lane rests after its call failed; `failures` counts this one. `random` spreads the repetitions. */
export function lanePause(error: AppError, input: { failures: number; random: number }): LanePause {
  const kind = FAULTS[error.code].lane;
  if (kind === "pace") {
    const delayMs = Math.max(MIN_PAUSE_MS, error.retryAfterMs ?? BACKOFF_MS);
    return { delayMs, reason: null, isFailure: false };
  }
  if (kind === "backoff") {
    return { delayMs: backoffMs(input), reason: error.code, isFailure: true };
  }
  return { delayMs: BLOCKS_MS[kind], reason: error.code, isFailure: true };
}

/** 1 s, 2 s, 4 s … up to 5 minutes, of which a random part is waited, but never less than a tenth. */
export function backoffMs({ failures, random }: { failures: number; random: number }): number {
  const full = Math.min(MAX_BACKOFF_MS, BACKOFF_MS * 2 ** Math.min(failures, 20));
  return Math.round(full * Math.max(0.1, random));
}
