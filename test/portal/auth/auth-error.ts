import type { FaultAction } from "../faults.ts";

/** Errors of the authorization server: status and text as its samples show them. */
const texts: Record<string, { status: number; text: string }> = {
  invalid_grant: { status: 400, text: "" },
  invalid_client: { status: 400, text: "" },
  wrong_client: { status: 200, text: "" },
  invalid_request: { status: 400, text: "" },
  unsupported_grant_type: { status: 400, text: "" },
  insufficient_scope: {
    status: 403,
    text: "The request requires higher privileges than provided by the access token",
  },
  INVALID_SCOPE: {
    status: 403,
    text: "Given scope exceeds permissions associated with given grant",
  },
  NOT_INSTALLED: { status: 401, text: "Application not installed" },
  ERROR_OAUTH: { status: 401, text: "Application not installed" },
  PAYMENT_REQUIRED: { status: 401, text: "Subscription has been ended" },
  verification_needed: { status: 403, text: "Portal verification is needed" },
  expired_token: { status: 401, text: "The access token provided has expired." },
};

export class AuthError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, text?: string, status?: number) {
    super(text ?? texts[code]?.text ?? "");
    this.code = code;
    this.status = status ?? texts[code]?.status ?? 400;
  }

  body(): Record<string, string> {
    return { error: this.code, error_description: this.message };
  }
}

export function injectedAuthError(fault: FaultAction): AuthError {
  const wanted = typeof fault.error === "object" ? fault.error : { code: fault.error ?? "" };
  const text = "description" in wanted ? wanted.description : undefined;
  return new AuthError(wanted.code, text, wanted.status ?? fault.status);
}
