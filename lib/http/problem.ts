import { toResponse, type DoorAnswer } from "./door-answer.ts";
import { isDatabaseAway } from "../db/index.ts";
import { AppError, unavailable, type ErrorCode } from "../errors.ts";
import { log } from "../log.ts";

const STATUS: Record<ErrorCode, number> = {
  invalid_input: 400,
  unauthorized: 401,
  token_expired: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  run_not_found: 404,
  run_settled: 409,
  idempotency_key_reused: 422,
  idempotency_in_progress: 409,
  invalid_output: 422,
  payload_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  unavailable: 503,
  internal: 500,
  config_invalid: 500,
  address_refused: 403,
  auth_server_refused: 401,
  auth_server_unavailable: 503,
  auth_lost: 503,
  portal_token_expired: 401,
  portal_removed: 403,
  portal_payment_required: 403,
  portal_user_lost: 401,
  portal_forbidden: 403,
  portal_scope_missing: 403,
  portal_method_missing: 404,
  portal_not_found: 404,
  portal_bad_request: 502,
  portal_rate_limited: 429,
  portal_operation_limited: 429,
  portal_overloaded: 503,
  portal_moved: 503,
  portal_unavailable: 503,
  portal_token_refused: 403,
  portal_workflow_gone: 404,
};

const FIXED_5XX = "Something went wrong on our side. The request number helps us to find it.";

/** An RFC 9457 document for any error; what is not an `AppError` says nothing of itself. */
export function toProblem(error: unknown, requestId: string): Response {
  return toResponse(problemOf(error, requestId));
}

/** The same for a server that sends answers by itself. */
export function problemOf(error: unknown, requestId: string): DoorAnswer {
  const known = asKnown(error);
  const code = known?.code ?? "internal";
  const status = STATUS[code];
  log(status >= 500 ? "error" : "warn", "request.failed", { requestId, status, error });
  const isOurFault = status === 500;
  const body = {
    type: `urn:logbook:${code.replaceAll("_", "-")}`,
    title: code.replaceAll("_", " "),
    status,
    detail: known === undefined || isOurFault ? FIXED_5XX : known.message,
    requestId,
    ...known?.members,
    ...(known === undefined || known.details.length === 0 ? {} : { errors: known.details }),
    ...(known?.platformCode === undefined ? {} : { platformCode: known.platformCode }),
  };
  const retryAfterMs = known?.retryAfterMs ?? (status === 503 ? 5_000 : undefined);
  return {
    status,
    body: JSON.stringify(body),
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(retryAfterMs === undefined
        ? {}
        : { "retry-after": String(Math.max(1, Math.ceil(retryAfterMs / 1_000))) }),
    },
  };
}

// Whoever asks may ask the same again: nothing is wrong but that the database is away for now.
function asKnown(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  return isDatabaseAway(error) ? unavailable("The database did not answer.", error) : undefined;
}
