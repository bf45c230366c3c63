import { describe, expect, test } from "vitest";
import { problemKind, readProblem, type ProblemKind } from "../../../app/_ui/session/problem.ts";
import { GET as getEntry } from "../../../app/api/v1/entries/[id]/route.ts";
import en from "../../../app/_ui/i18n/messages/en.json" with { type: "json" };
import ru from "../../../app/_ui/i18n/messages/ru.json" with { type: "json" };
import type { EntryDetail } from "../../../lib/archive/shared.ts";
import type { FaultAction } from "../../portal/faults.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

// A refusal is remembered, so each question is asked of a portal of its own.
async function newPortal() {
  const portal = await cloud.addPortal({ edition: "enterprise", entries: 5 });
  portal.settings.logsRestUse = false;
  await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  const frame = await openFrame(portal, 1);
  const read = (id: string, query = ""): Promise<Response> => {
    const path = `/api/v1/entries/${id}?source=portal${query}`;
    return frame.call(getEntry, { path, params: { id } });
  };
  const match = { kind: "rest3", method: "main.eventlog.get", memberId: portal.memberId } as const;
  const readWith = async (action: FaultAction): Promise<Response> => {
    cloud.faults.add([{ match, action }]);
    const answer = await read(newest);
    cloud.faults.clear();
    return answer;
  };
  const newest = String(portal.eventLog.rows.at(-1)?.id ?? 0);
  return { read, readWith, newest };
}

const V3 = "BITRIX_REST_V3_EXCEPTION_";

/** What the portal says, with which status, and what becomes of it: our status, our code, the frame's sentence. */
type Row = [code: string, status: number, ours: number, type: string, kind: ProblemKind];

const ROWS: Row[] = [
  [`${V3}VALIDATION_REQUESTVALIDATIONEXCEPTION`, 400, 502, "portal-bad-request", "portal"],
  [`${V3}VALIDATION_DTOVALIDATIONEXCEPTION`, 400, 502, "portal-bad-request", "portal"],
  [`${V3}INVALIDJSONEXCEPTION`, 400, 502, "portal-bad-request", "portal"],
  [`${V3}UNKNOWNDTOPROPERTYEXCEPTION`, 400, 502, "portal-bad-request", "portal"],
  [`${V3}INVALIDSELECTEXCEPTION`, 400, 502, "portal-bad-request", "portal"],
  [`${V3}ENTITYNOTFOUNDEXCEPTION`, 400, 404, "not-found", "missing"],
  [`${V3}ACCESSDENIEDEXCEPTION`, 403, 403, "portal-forbidden", "noRights"],
  [`${V3}ACCESSDENIEDEXCEPTION`, 401, 401, "portal-token-expired", "authLost"],
  [`${V3}INSUFFICIENTSCOPEEXCEPTION`, 403, 403, "portal-scope-missing", "noScope"],
  [`${V3}METHODNOTFOUNDEXCEPTION`, 404, 404, "portal-method-missing", "noLog"],
  [`${V3}RATELIMITEXCEPTION`, 429, 429, "portal-operation-limited", "busy"],
  [`${V3}LICENSEEXCEPTION`, 403, 403, "portal-forbidden", "noRights"],
  [`${V3}INTERNAL_INTERNALEXCEPTION`, 500, 503, "portal-unavailable", "portal"],
  ["QUERY_LIMIT_EXCEEDED", 503, 429, "portal-rate-limited", "busy"],
  ["OPERATION_TIME_LIMIT", 429, 429, "portal-operation-limited", "busy"],
  ["OVERLOAD_LIMIT", 503, 503, "portal-overloaded", "busy"],
  ["ERROR_OAUTH", 401, 403, "portal-removed", "removed"],
  ["APPLICATION_NOT_FOUND", 401, 403, "portal-removed", "removed"],
  ["NOT_INSTALLED", 401, 403, "portal-removed", "removed"],
  ["PORTAL_DELETED", 403, 403, "portal-removed", "removed"],
  ["PAYMENT_REQUIRED", 401, 403, "portal-payment-required", "payment"],
  ["authorization_error", 401, 401, "portal-user-lost", "authLost"],
  ["user_access_error", 403, 401, "portal-user-lost", "authLost"],
  ["insufficient_scope", 403, 403, "portal-scope-missing", "noScope"],
  ["INVALID_CREDENTIALS", 403, 403, "portal-forbidden", "noRights"],
  ["ACCESS_DENIED", 403, 403, "portal-forbidden", "noRights"],
  ["WRONG_AUTH_TYPE", 403, 502, "portal-bad-request", "portal"],
  ["METHOD_CONFIRM_WAITING", 401, 403, "portal-forbidden", "noRights"],
  ["METHOD_CONFIRM_DENIED", 403, 403, "portal-forbidden", "noRights"],
  ["ERROR_METHOD_NOT_FOUND", 404, 404, "portal-method-missing", "noLog"],
  ["ERROR_ARGUMENT", 400, 502, "portal-bad-request", "portal"],
  ["ERROR_CORE", 400, 502, "portal-bad-request", "portal"],
  ["INVALID_REQUEST", 400, 502, "portal-bad-request", "portal"],
  ["INTERNAL_SERVER_ERROR", 500, 503, "portal-unavailable", "portal"],
  ["ERROR_UNEXPECTED_ANSWER", 500, 503, "portal-unavailable", "portal"],
  ["expired_token", 401, 401, "portal-token-expired", "authLost"],
  ["invalid_token", 401, 401, "portal-token-expired", "authLost"],
  ["NO_AUTH_FOUND", 401, 401, "portal-token-expired", "authLost"],
];

describe("an entry read from the portal itself", () => {
  test("comes whole, or with the fields asked for, which alone are read", async () => {
    const { read, newest } = await newPortal();

    const whole = (await (await read(newest)).json()) as EntryDetail;
    const some = await read(newest, "&fields=id,at,severity");

    expect(whole.entry.nativeId).toBe(newest);
    const { at, severity } = whole.entry;
    const { entry } = (await some.json()) as EntryDetail;
    expect(entry).toEqual({ id: newest, at, severity });
    const calls = cloud.journal.calls.filter(({ method }) => method === "main.eventlog.get");
    expect(calls.at(-1)?.params).toMatchObject({ select: ["id", "timestampX", "severity"] });
  });

  test("is refused by the name of the field that is not there, and for what is no number", async () => {
    const { read, newest } = await newPortal();

    const field = await read(newest, "&fields=id,port");
    const number = await read("x");

    expect([field.status, number.status]).toEqual([400, 400]);
    expect(await field.json()).toMatchObject({ errors: [{ at: "fields" }] });
    expect(await number.json()).toMatchObject({ errors: [{ at: "id" }] });
  });

  test("that the portal does not have is not found", async () => {
    const { read } = await newPortal();

    const answer = await read("999999999");

    expect(answer.status).toBe(404);
    expect(problemKind(await readProblem(answer))).toBe("missing");
  });

  test.each(ROWS)("%s with status %i becomes %i %s, and the sentence %s", async (...row) => {
    const [code, status, ours, type, kind] = row;
    const { readWith } = await newPortal();

    const answer = await readWith({ error: { code, status, description: "No." } });

    const problem = await readProblem(answer);
    expect([answer.status, problem.code]).toEqual([ours, type]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(problemKind(problem)).toBe(kind);
    for (const messages of [en, ru]) expect(messages.errors[kind].title).not.toBe("");
  });

  test.each([
    ["gives no answer", { dropBefore: true }],
    ["answers with a page of a proxy", { status: 502, html: true }],
  ])("while the portal %s says so", async (_, action) => {
    const { readWith } = await newPortal();

    const answer = await readWith(action);

    expect(answer.status).toBe(503);
    expect(problemKind(await readProblem(answer))).toBe("portal");
  });
});
