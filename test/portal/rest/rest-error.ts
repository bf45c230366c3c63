import type { JsonMap } from "../php-values.ts";

export interface SystemError {
  status: number;
  text: string;
}

/** System errors of REST v2: the status each one comes with, and its usual text. */
export const systemErrors: Record<string, SystemError> = {
  expired_token: { status: 401, text: "The access token provided has expired." },
  invalid_token: { status: 401, text: "Unable to get application by token." },
  NO_AUTH_FOUND: { status: 401, text: "Wrong authorization data" },
  ERROR_OAUTH: { status: 401, text: "Application not installed" },
  APPLICATION_NOT_FOUND: { status: 401, text: "Application not found" },
  NOT_INSTALLED: { status: 401, text: "Application not installed" },
  PAYMENT_REQUIRED: { status: 401, text: "Subscription has been ended" },
  authorization_error: { status: 401, text: "Unable to authorize user" },
  insufficient_scope: {
    status: 403,
    text: "The request requires higher privileges than provided by the access token",
  },
  user_access_error: { status: 403, text: "The user does not have access to the application." },
  INVALID_CREDENTIALS: { status: 403, text: "Invalid request credentials" },
  ACCESS_DENIED: { status: 403, text: "Access denied!" },
  WRONG_AUTH_TYPE: {
    status: 403,
    text: "Current authorization type is denied for this method Application context required",
  },
  METHOD_CONFIRM_WAITING: { status: 401, text: "Waiting for confirmation" },
  METHOD_CONFIRM_DENIED: { status: 403, text: "Method call denied" },
  ERROR_METHOD_NOT_FOUND: { status: 404, text: "Method not found!" },
  ERROR_MANIFEST_IS_NOT_AVAILABLE: { status: 404, text: "Manifest is not available" },
  INVALID_REQUEST: { status: 400, text: "Https required" },
  QUERY_LIMIT_EXCEEDED: { status: 503, text: "Too many requests" },
  OPERATION_TIME_LIMIT: { status: 429, text: "Method is blocked due to operation time limit." },
  OVERLOAD_LIMIT: { status: 503, text: "REST API is blocked due to overload." },
  INTERNAL_SERVER_ERROR: { status: 500, text: "Internal server error" },
  ERROR_UNEXPECTED_ANSWER: { status: 500, text: "Server returned an unexpected response" },
  PORTAL_DELETED: { status: 403, text: "Portal was deleted" },
  ERROR_BATCH_LENGTH_EXCEEDED: { status: 400, text: "Max batch length exceeded" },
  ERROR_BATCH_METHOD_NOT_ALLOWED: { status: 405, text: "Method is not allowed for batch usage" },
};

/** An error of REST v2; system codes bring their own status, all others mean 400. */
export class RestError extends Error {
  readonly code: string;
  readonly status: number;
  readonly extra: JsonMap;

  constructor(code: string, text?: string, more: { status?: number; extra?: JsonMap } = {}) {
    super(text ?? systemErrors[code]?.text ?? code);
    this.code = code;
    this.status = more.status ?? systemErrors[code]?.status ?? 400;
    this.extra = more.extra ?? {};
  }

  body(): JsonMap {
    return { error: this.code, error_description: this.message, ...this.extra };
  }
}

export function missingArgument(name: string): RestError {
  return new RestError("ERROR_ARGUMENT", `Argument '${name}' is null or empty`, {
    extra: { argument: name },
  });
}
