export const ERROR_CODES = [
  "invalid_input",
  "unauthorized",
  "token_expired",
  "forbidden",
  "not_found",
  "conflict",
  "run_not_found",
  "run_settled",
  "idempotency_key_reused",
  "idempotency_in_progress",
  "invalid_output",
  "payload_too_large",
  "unsupported_media_type",
  "too_many_requests",
  "unavailable",
  "internal",
  "config_invalid",
  "address_refused",
  "auth_server_refused",
  "auth_server_unavailable",
  "auth_lost",
  "portal_token_expired",
  "portal_removed",
  "portal_payment_required",
  "portal_user_lost",
  "portal_forbidden",
  "portal_scope_missing",
  "portal_method_missing",
  "portal_not_found",
  "portal_bad_request",
  "portal_rate_limited",
  "portal_operation_limited",
  "portal_overloaded",
  "portal_moved",
  "portal_unavailable",
  "portal_token_refused",
  "portal_workflow_gone",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface ErrorDetail {
  /** Where the fault is: a form field, a query parameter, a JSON pointer. */
  at?: string;
  message: string;
}

interface ErrorExtra {
  cause?: unknown;
  /** The message in other languages, by their codes, where a portal's people may read it. */
  texts?: Readonly<Partial<Record<string, string>>>;
  details?: ErrorDetail[];
  /** Earliest sensible repeat, in milliseconds from now. */
  retryAfterMs?: number;
  /** The platform's own code, kept for logs and for the person who has to look it up. */
  platformCode?: string;
  /** Further members of the problem document. */
  members?: Record<string, string | number | null>;
  /** True when it is unknown whether the call had its effect (timeout, reset, 5xx). */
  isOutcomeUnknown?: boolean;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly texts: Readonly<Partial<Record<string, string>>>;
  readonly details: ErrorDetail[];
  readonly retryAfterMs: number | undefined;
  readonly platformCode: string | undefined;
  readonly members: Record<string, string | number | null>;
  readonly isOutcomeUnknown: boolean;

  constructor(code: ErrorCode, message: string, extra: ErrorExtra = {}) {
    super(message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.name = "AppError";
    this.code = code;
    this.texts = extra.texts ?? {};
    this.details = extra.details ?? [];
    this.retryAfterMs = extra.retryAfterMs;
    this.platformCode = extra.platformCode;
    this.members = extra.members ?? {};
    this.isOutcomeUnknown = extra.isOutcomeUnknown ?? false;
  }
}

export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}

export function invalidInput(message: string, details: ErrorDetail[] = []): AppError {
  return new AppError("invalid_input", message, { details });
}

export function unauthorized(message: string): AppError {
  return new AppError("unauthorized", message);
}

export function forbidden(message: string): AppError {
  return new AppError("forbidden", message);
}

export function notFound(what: string, id: string): AppError {
  return new AppError("not_found", `There is no ${what} ${id}.`);
}

export function conflict(message: string): AppError {
  return new AppError("conflict", message);
}

export function unavailable(message: string, cause?: unknown): AppError {
  return new AppError("unavailable", message, { cause, retryAfterMs: 5_000 });
}

export function internal(message: string, cause?: unknown): AppError {
  return new AppError("internal", message, { cause });
}

export function configInvalid(message: string): AppError {
  return new AppError("config_invalid", message);
}
