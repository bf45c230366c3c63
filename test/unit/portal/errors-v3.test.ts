import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  ask,
  installedPortal,
  postJson,
  sample,
  sampleNames,
  tokensOf,
  type Answer,
  type InstalledPortal,
  type Sample,
} from "./installed-portal.ts";

function addressOf(at: InstalledPortal, { request }: Sample): string {
  return request.url.replace("https://portal.example.bitrix24.com", at.portal.origin);
}

function replay(at: InstalledPortal, example: Sample): Promise<Answer> {
  return postJson(addressOf(at, example), { ...example.request.json, auth: at.token });
}

type Prepare = (at: InstalledPortal) => InstalledPortal;

/** What must be true before the sample's own request meets its error. */
const preparations: Record<string, Prepare> = {
  "access-denied": (at) => ({ ...at, token: tokensOf(at.portal, 2).token }),
  "insufficient-scope": (at) => {
    at.portal.installation.scope = ["bizproc"];
    return at;
  },
  license: (at) => {
    at.portal.settings.hasRest = false;
    return at;
  },
  "query-limit": (at) => {
    for (let used = 0; used < 50; used += 1) {
      at.portal.bucket.take("127.0.0.1", at.cloud.clock.limitNow());
    }
    return at;
  },
  "rate-limit": (at) => {
    const nowMs = at.cloud.clock.limitNow();
    at.portal.operating.add("main.eventlog.list", { seconds: 481, nowMs });
    return at;
  },
  unauthorized: (at) => {
    at.cloud.clock.set({ offsetMs: 3_601_000 });
    return at;
  },
  internal: (at) => {
    const code = "BITRIX_REST_V3_EXCEPTION_INTERNAL_INTERNALEXCEPTION";
    at.cloud.faults.add([{ match: { kind: "rest3" }, times: 1, action: { error: code } }]);
    return at;
  },
};

describe("errors of REST v3 are those of the samples", () => {
  for (const name of sampleNames("eventlog-error-")) {
    const short = name.replace("eventlog-error-", "");
    if (short === "invalid-json") continue;
    test(`${short} comes with its status, code and text`, async () => {
      const fresh = await installedPortal();
      try {
        const example = sample(name);
        const at = preparations[short]?.(fresh) ?? fresh;
        const answer = await replay(at, example);
        expect(answer.body).toEqual(example.response.body);
        expect(answer.status).toBe(example.response.status);
      } finally {
        await fresh.cloud.stop();
      }
    });
  }
});

describe("what REST v3 does not take", () => {
  let at: InstalledPortal;
  beforeAll(async () => {
    at = await installedPortal({ edition: "box" });
  });
  afterAll(() => at.cloud.stop());

  const list = (params: object): Promise<Answer> => {
    const url = `${at.portal.origin}/rest/api/main.eventlog.list`;
    return postJson(url, { ...params, auth: at.token });
  };

  const codeOf = ({ body }: Answer): string => {
    const { error } = body as { error?: { code: string } };
    return error?.code.replace("BITRIX_REST_V3_EXCEPTION_", "") ?? "none";
  };

  test("a form body is not JSON", async () => {
    const example = sample("eventlog-error-invalid-json");
    const answer = await ask(addressOf(at, example), {
      method: "POST",
      headers: example.request.headers ?? {},
      body: `id=1&auth=${at.token}`,
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(example.response.body);
  });

  const refused: [string, object, string][] = [
    ["a flat filter", { filter: ["id", ">", 1] }, "INVALIDFILTEREXCEPTION"],
    ["a filter of one word", { filter: [["id"]] }, "INVALIDFILTEREXCEPTION"],
    ["in without a list", { filter: [["id", "in", 5]] }, "INVALIDFILTEREXCEPTION"],
    ["in with an empty list", { filter: [["id", "in", []]] }, "INVALIDFILTEREXCEPTION"],
    ["a list with =", { filter: [["id", "=", [1]]] }, "INVALIDFILTEREXCEPTION"],
    [
      "between texts",
      { filter: [["auditTypeId", "between", ["A", "B"]]] },
      "INVALIDFILTEREXCEPTION",
    ],
    ["between three", { filter: [["id", "between", [1, 2, 3]]] }, "INVALIDFILTEREXCEPTION"],
    [
      "a test of null",
      { filter: [["userId", "=", null]] },
      "VALIDATION_REQUESTVALIDATIONEXCEPTION",
    ],
    [
      "a word as user",
      { filter: [["userId", "=", "me"]] },
      "VALIDATION_REQUESTVALIDATIONEXCEPTION",
    ],
    [
      "a day that does not exist",
      { filter: [["timestampX", ">", "2026-02-30T00:00:00Z"]] },
      "VALIDATION_REQUESTVALIDATIONEXCEPTION",
    ],
    [
      "upper-case logic",
      { filter: [{ logic: "AND", conditions: [["id", 1]] }] },
      "INVALIDFILTEREXCEPTION",
    ],
    [
      "a nested group without its type",
      { filter: [{ logic: "or", conditions: [{ logic: "and", conditions: [["id", 1]] }] }] },
      "INVALIDFILTEREXCEPTION",
    ],
    ["page zero", { pagination: { page: 0 } }, "INVALIDPAGINATIONEXCEPTION"],
    ["limit zero", { pagination: { limit: 0 } }, "INVALIDPAGINATIONEXCEPTION"],
    ["an unknown direction", { order: { id: "down" } }, "INVALIDORDEREXCEPTION"],
    ["an unknown field in order", { order: { login: "ASC" } }, "UNKNOWNDTOPROPERTYEXCEPTION"],
    ["an unknown field in select", { select: ["login"] }, "UNKNOWNDTOPROPERTYEXCEPTION"],
    ["numbers in select", { select: [1] }, "INVALIDSELECTEXCEPTION"],
  ];

  for (const [what, params, code] of refused) {
    test(`${what} is refused`, async () => {
      const answer = await list(params);
      expect(answer.status).toBe(400);
      expect(codeOf(answer)).toBe(code);
    });
  }

  test("an object given to the batch address is refused, so is a failing part", async () => {
    const url = `${at.portal.origin}/rest/api/batch?auth=${at.token}`;
    const asObject = await postJson(url, { 0: { method: "main.eventlog.list", query: {} } });
    expect(codeOf(asObject)).toBe("INVALIDSELECTEXCEPTION");
    const failing = await postJson(url, [
      { method: "main.eventlog.list", query: {} },
      { method: "main.eventlog.get", query: { id: 1 } },
    ]);
    expect(codeOf(failing)).toBe("ENTITYNOTFOUNDEXCEPTION");
  });

  test("an unknown token is 401, an employee 403", async () => {
    const url = `${at.portal.origin}/rest/api/main.eventlog.list`;
    const unknown = await postJson(url, { auth: "f".repeat(70) });
    const employee = await postJson(url, { auth: tokensOf(at.portal, 2).token });
    expect([unknown.status, employee.status]).toEqual([401, 403]);
    expect(codeOf(unknown)).toBe(codeOf(employee));
  });
});
