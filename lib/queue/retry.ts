import { AppError, type ErrorCode } from "../errors.ts";

type Decision = "retry" | "stop";

// What a repetition can change: the portal's and the auth server's weather, nothing about the job's own input.
const DECISIONS: Record<ErrorCode, Decision> = {
  invalid_input: "stop",
  unauthorized: "stop",
  token_expired: "stop",
  forbidden: "stop",
  not_found: "stop",
  conflict: "stop",
  run_not_found: "stop",
  run_settled: "stop",
  idempotency_key_reused: "stop",
  idempotency_in_progress: "stop",
  invalid_output: "stop",
  payload_too_large: "stop",
  unsupported_media_type: "stop",
  too_many_requests: "retry",
  unavailable: "retry",
  internal: "retry",
  config_invalid: "stop",
  address_refused: "stop",
  auth_server_refused: "stop",
  auth_server_unavailable: "retry",
  auth_lost: "retry",
  portal_token_expired: "retry",
  // Only claimed as yet: a removal that is proven ends what waits, a portal that lives goes on.
  portal_removed: "retry",
  portal_payment_required: "retry",
  portal_user_lost: "retry",
  portal_forbidden: "stop",
  portal_scope_missing: "stop",
  portal_method_missing: "stop",
  portal_not_found: "stop",
  portal_bad_request: "stop",
  portal_rate_limited: "retry",
  portal_operation_limited: "retry",
  portal_overloaded: "retry",
  portal_moved: "retry",
  portal_unavailable: "retry",
  portal_token_refused: "stop",
  portal_workflow_gone: "stop",
};

export interface RetryDecision {
  action: Decision;
  /** Not before that many seconds, when the error knows. */
  afterSeconds: number | undefined;
}

/** Errors that are not ours (a lost connection, a bug) are repeated: the retry limit ends them, a run's deadline its tries. */
export function decideRetry(error: unknown): RetryDecision {
  if (!(error instanceof AppError)) return { action: "retry", afterSeconds: undefined };
  const { code, retryAfterMs } = error;
  return {
    action: DECISIONS[code],
    afterSeconds: retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1_000),
  };
}
