import { AppError, type ErrorCode } from "../errors.ts";

// The one place where the platform's codes become ours. Keys are lower case: the platform mixes both.
const V2_CODES: Record<string, ErrorCode> = {
  expired_token: "portal_token_expired",
  invalid_token: "portal_token_expired",
  no_auth_found: "portal_token_expired",
  error_oauth: "portal_removed",
  application_not_found: "portal_removed",
  not_installed: "portal_removed",
  portal_deleted: "portal_removed",
  payment_required: "portal_payment_required",
  authorization_error: "portal_user_lost",
  user_access_error: "portal_user_lost",
  insufficient_scope: "portal_scope_missing",
  invalid_credentials: "portal_forbidden",
  access_denied: "portal_forbidden",
  wrong_auth_type: "portal_bad_request",
  method_confirm_waiting: "portal_forbidden",
  method_confirm_denied: "portal_forbidden",
  error_method_not_found: "portal_method_missing",
  error_argument: "portal_bad_request",
  error_core: "portal_bad_request",
  invalid_request: "portal_bad_request",
  query_limit_exceeded: "portal_rate_limited",
  operation_time_limit: "portal_operation_limited",
  overload_limit: "portal_overloaded",
  internal_server_error: "portal_unavailable",
  error_unexpected_answer: "portal_unavailable",
};

const V3_PREFIX = /^bitrix_rest_v3_(?:exception|realisation_exception)_/;
const V3_CODES: Record<string, ErrorCode> = {
  entitynotfoundexception: "portal_not_found",
  fieldnotfoundexception: "portal_not_found",
  accessdeniedexception: "portal_forbidden",
  insufficientscopeexception: "portal_scope_missing",
  methodnotfoundexception: "portal_method_missing",
  ratelimitexception: "portal_operation_limited",
  licenseexception: "portal_forbidden",
  internal_internalexception: "portal_unavailable",
};

const AUTH_CODES: Record<string, ErrorCode> = {
  invalid_grant: "auth_lost",
  not_installed: "portal_removed",
  error_oauth: "portal_removed",
  payment_required: "portal_payment_required",
};

export interface PlatformFault {
  status: number;
  code: string;
  description: string;
  /** Fields that the platform names as wrong. */
  details?: { at?: string; message: string }[];
  /** When the portal says with the refusal how long it lasts. */
  retryAfterMs?: number | undefined;
}

export function fromV2Fault(method: string, fault: PlatformFault): AppError {
  const known = stepFault(method, fault) ?? V2_CODES[fault.code.toLowerCase()];
  return make(method, fault, known ?? (fault.status >= 500 ? "portal_unavailable" : undefined));
}

// Answers of a step say with general codes that its token is refused or its workflow is gone.
function stepFault(method: string, fault: PlatformFault): ErrorCode | undefined {
  if (method !== "bizproc.activity.log" && method !== "bizproc.event.send") return undefined;
  if (fault.code.toLowerCase() === "access_denied") return "portal_token_refused";
  const isBare = fault.code === "" || fault.code === "0";
  return isBare && fault.status < 500 ? "portal_workflow_gone" : undefined;
}

export function fromV3Fault(method: string, fault: PlatformFault): AppError {
  // A token that is over says ACCESSDENIED here; only the status tells it from missing rights.
  if (fault.status === 401) return make(method, fault, "portal_token_expired");
  const known = V3_CODES[fault.code.toLowerCase().replace(V3_PREFIX, "")];
  return make(method, fault, known ?? (fault.status >= 500 ? "portal_unavailable" : undefined));
}

export function fromAuthFault(fault: PlatformFault): AppError {
  const isServerFault = fault.status >= 500;
  const code = AUTH_CODES[fault.code.toLowerCase()];
  return new AppError(
    code ?? (isServerFault ? "auth_server_unavailable" : "auth_server_refused"),
    `The auth server refused: ${fault.code} ${fault.description}`.trim(),
    { platformCode: fault.code, isOutcomeUnknown: isServerFault },
  );
}

function make(method: string, fault: PlatformFault, code: ErrorCode | undefined): AppError {
  const name = fault.code === "" ? `status ${fault.status}` : fault.code;
  return new AppError(
    code ?? "portal_bad_request",
    `${method}: ${fault.description === "" ? name : fault.description}`,
    {
      platformCode: fault.code,
      details: fault.details,
      ...(code === "portal_operation_limited" ? { retryAfterMs: fault.retryAfterMs } : {}),
      isOutcomeUnknown: code === "portal_unavailable",
    },
  );
}
