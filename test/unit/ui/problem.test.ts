import { describe, expect, test } from "vitest";
import { Problem, problemKind, readProblem } from "../../../app/_ui/session/problem.ts";

describe("a problem document", () => {
  test("gives its code, sentence, request number and pause", async () => {
    const body = {
      type: "urn:logbook:portal-rate-limited",
      detail: "The portal limits requests.",
      requestId: "req-7",
    };
    const headers = { "content-type": "application/problem+json", "retry-after": "20" };
    const response = new Response(JSON.stringify(body), { status: 429, headers });

    const problem = await readProblem(response);

    expect(problem).toMatchObject({
      status: 429,
      code: "portal-rate-limited",
      message: "The portal limits requests.",
      requestId: "req-7",
      retryAfterMs: 20_000,
    });
  });

  test("is not needed: a gateway's page says only its status", async () => {
    const headers = { "content-type": "text/html" };
    const response = new Response("<html>Bad gateway</html>", { status: 502, headers });

    const problem = await readProblem(response);

    expect(problem).toMatchObject({ status: 502, message: "", requestId: null });
  });
});

describe("the situation a reader is told", () => {
  test.each([
    [0, null, "offline"],
    [403, "forbidden", "noRights"],
    [403, "portal-scope-missing", "noScope"],
    [403, "portal-payment-required", "payment"],
    [404, "portal-method-missing", "noLog"],
    [404, "not-found", "missing"],
    [429, "too-many-requests", "busy"],
    [503, "auth-lost", "authLost"],
    [503, "portal-unavailable", "portal"],
    [502, null, "portal"],
    [500, "internal", "broken"],
    [-1, null, "broken"],
  ])("for status %i and code %s is %s", (status, code, kind) => {
    expect(problemKind(new Problem({ status, code }))).toBe(kind);
  });
});
