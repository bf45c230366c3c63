import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readAnswer } from "../../../lib/b24/read-answer.ts";
import { AppError, type ErrorCode } from "../../../lib/errors.ts";

const folder = new URL("../../fixtures/platform/", import.meta.url);

interface Sample {
  request: { url: string };
  response: { status: number; headers?: Record<string, string>; body: unknown };
}

function read(name: string): Sample {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as Sample;
}

function answerOf(name: string) {
  const { request, response } = read(name);
  const method = new URL(request.url).pathname.replace(/^\/rest\/(api\/)?/, "");
  const body = typeof response.body === "string" ? response.body : JSON.stringify(response.body);
  const answer = { status: response.status, contentType: "", location: null, body };
  return readAnswer(method, answer);
}

function codeOf(name: string): ErrorCode | "no error" {
  try {
    answerOf(name);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return "no error";
}

const EXPECTED: Record<string, ErrorCode> = {
  "v2-error-access-denied-admin": "portal_forbidden",
  "v2-error-access-denied-app-context": "portal_forbidden",
  "v2-error-access-denied-plan": "portal_forbidden",
  "v2-error-activity-already-installed": "portal_bad_request",
  "v2-error-activity-not-found": "portal_bad_request",
  "v2-error-activity-placement-not-unique": "portal_bad_request",
  "v2-error-activity-validation": "portal_bad_request",
  "v2-error-application-not-found": "portal_removed",
  "v2-error-argument": "portal_bad_request",
  "v2-error-authorization-error": "portal_user_lost",
  "v2-error-batch-length": "portal_bad_request",
  "v2-error-empty-log-message": "portal_bad_request",
  "v2-error-event-not-found": "portal_bad_request",
  "v2-error-event-token-invalid": "portal_token_refused",
  "v2-error-expired-token": "portal_token_expired",
  "v2-error-handler-already-binded": "portal_bad_request",
  "v2-error-handler-protocol": "portal_bad_request",
  "v2-error-handler-url": "portal_bad_request",
  "v2-error-html-gateway": "portal_unavailable",
  "v2-error-https-required": "portal_bad_request",
  "v2-error-im-user-id-empty": "portal_bad_request",
  "v2-error-insufficient-scope": "portal_scope_missing",
  "v2-error-internal": "portal_unavailable",
  "v2-error-invalid-credentials": "portal_forbidden",
  "v2-error-invalid-token": "portal_token_expired",
  "v2-error-method-not-found": "portal_method_missing",
  "v2-error-no-auth-found": "portal_token_expired",
  "v2-error-oauth-not-installed": "portal_removed",
  "v2-error-operation-time-limit": "portal_operation_limited",
  "v2-error-overload-limit": "portal_overloaded",
  "v2-error-payment-required": "portal_payment_required",
  "v2-error-placement-max-count": "portal_bad_request",
  "v2-error-placement-not-found": "portal_bad_request",
  "v2-error-portal-deleted": "portal_removed",
  "v2-error-query-limit-exceeded": "portal_rate_limited",
  "v2-error-unexpected-answer": "portal_unavailable",
  "v2-error-user-access-error": "portal_user_lost",
  "v2-error-workflow-gone": "portal_workflow_gone",
  "v2-error-workflow-start": "portal_bad_request",
  "v2-error-wrong-auth-type": "portal_bad_request",
  "v2-redirect-domain-changed": "portal_moved",
  "eventlog-error-access-denied": "portal_forbidden",
  "eventlog-error-bad-datetime": "portal_bad_request",
  "eventlog-error-cursor-in-filter": "portal_bad_request",
  "eventlog-error-cursor-required": "portal_bad_request",
  "eventlog-error-entity-not-found": "portal_not_found",
  "eventlog-error-field-not-found": "portal_not_found",
  "eventlog-error-insufficient-scope": "portal_scope_missing",
  "eventlog-error-internal": "portal_unavailable",
  "eventlog-error-invalid-filter": "portal_bad_request",
  "eventlog-error-invalid-json": "portal_bad_request",
  "eventlog-error-invalid-order": "portal_bad_request",
  "eventlog-error-invalid-pagination": "portal_bad_request",
  "eventlog-error-invalid-select": "portal_bad_request",
  "eventlog-error-license": "portal_forbidden",
  "eventlog-error-method-not-found": "portal_method_missing",
  "eventlog-error-not-filterable": "portal_bad_request",
  "eventlog-error-not-sortable": "portal_bad_request",
  "eventlog-error-query-limit": "portal_rate_limited",
  "eventlog-error-rate-limit": "portal_operation_limited",
  "eventlog-error-required-id": "portal_bad_request",
  "eventlog-error-unauthorized": "portal_token_expired",
  "eventlog-error-unknown-field": "portal_bad_request",
  "eventlog-error-unknown-operator": "portal_bad_request",
  "eventlog-error-v2-address": "portal_method_missing",
};

describe("readAnswer on the platform's samples", () => {
  const names = readdirSync(folder)
    .map((file) => file.replace(/\.json$/, ""))
    .filter((name) => /^(v2-|eventlog-)(error|redirect)-/.test(name));

  test("knows every error sample", () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(names.sort());
  });

  test.each(Object.entries(EXPECTED))("reads %s as %s", (name, code) => {
    expect(codeOf(name)).toBe(code);
  });

  test("names the field that the portal refuses", () => {
    let details: unknown;
    try {
      answerOf("eventlog-error-not-filterable");
    } catch (error) {
      details = (error as AppError).details;
    }

    expect(details).toEqual([expect.objectContaining({ at: "severity" })]);
  });

  test.each(["eventlog-list", "eventlog-tail", "eventlog-get", "v2-profile", "v2-batch"])(
    "reads the success sample %s",
    (name) => {
      expect(answerOf(name).result).toEqual(
        (read(name).response.body as { result: unknown }).result,
      );
    },
  );

  test("takes an error in a body of status 200 for an error", () => {
    const body = JSON.stringify({ error: "ERROR_PLACEMENT_NOT_FOUND", error_description: "x" });
    const answer = { status: 200, contentType: "", location: null, body };

    expect(() => readAnswer("placement.bind", answer)).toThrow(AppError);
  });
});

describe("a refusal for a method's execution time", () => {
  const waitOf = (body: object): number | undefined => {
    try {
      const answer = { status: 429, contentType: "", location: null, body: JSON.stringify(body) };
      readAnswer("profile", answer);
    } catch (error) {
      if (error instanceof AppError) return error.retryAfterMs;
    }
    throw new Error("The answer is no error of the portal.");
  };
  const error = "OPERATION_TIME_LIMIT";
  const time = { start: 999, finish: 1_000, operating: 480, operating_reset_at: 1_250 };

  test("tells how long it lasts by the portal's own clock", () => {
    expect(waitOf({ error, error_description: "", time })).toBe(250_000);
    expect(waitOf({ error: { code: "BITRIX_REST_V3_EXCEPTION_RATELIMITEXCEPTION" }, time })).toBe(
      250_000,
    );
  });

  test("tells nothing when the portal does not, and other refusals never do", () => {
    expect(waitOf({ error })).toBeUndefined();
    expect(waitOf({ error: "ACCESS_DENIED", time })).toBeUndefined();
  });
});
