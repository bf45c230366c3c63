import { describe, expect, test } from "vitest";
import { Webhook } from "standardwebhooks";
import { findStep } from "../../../lib/steps/index.ts";
import { addressFault } from "../../../lib/steps/job/connections/address.ts";
import { newSecret, signHeaders } from "../../../lib/steps/job/connections/secret.ts";
import { judge, retryAfterMs, retryMs } from "../../../lib/steps/job/delivery/judge.ts";
import { jobSeconds, parseJobProperties } from "../../../lib/steps/job/properties.ts";

describe("the step that runs an outside job", () => {
  test("keeps its permanent codes and keys", () => {
    const step = findStep("logbook_job_robot");

    expect(step?.code).toBe("logbook_job");
    expect([step?.isActing, step?.isWaiting]).toEqual([true, true]);
    expect(step?.properties.map(({ key }) => key)).toEqual([
      ...["connection", "payload", "wait", "time_limit", "heartbeat_limit"],
    ]);
    expect(step?.returnProperties.map(({ key }) => key)).toEqual([
      ...["status", "message", "result", "result_json", "duration"],
    ]);
  });

  test("reads what the designer sends", () => {
    const given = { connection: " Billing ", payload: "x", wait: "N", heartbeat_limit: "5" };

    expect(parseJobProperties(given)).toEqual({
      ok: true,
      value: {
        ...{ connection: "Billing", payload: "x", waits: false },
        ...{ limitMinutes: 1_440, heartbeatMinutes: 5 },
      },
    });
    expect(jobSeconds({ time_limit: "7" })).toBe(420);
    expect(jobSeconds({ time_limit: "soon" })).toBe(86_400);
  });

  test.each([
    ["connection", { connection: "" }],
    ["wait", { connection: "a", wait: "maybe" }],
    ["time_limit", { connection: "a", time_limit: "0" }],
    ["time_limit", { connection: "a", time_limit: "525601" }],
    ["heartbeat_limit", { connection: "a", heartbeat_limit: "1.5" }],
    ["payload", { connection: "a", payload: "{=Document:TITLE}" }],
    ["payload", { connection: "a", payload: "x".repeat(100_001) }],
  ])("names the property that is wrong: %s (%#)", (at, raw) => {
    expect(parseJobProperties(raw)).toMatchObject({ ok: false, fault: { at } });
  });
});

describe("the address of a connection", () => {
  test.each([
    ["https://jobs.example.com/run", null],
    ["https://203.0.113.7:8443/", "is not an address of the public internet"],
    ["https://8.8.8.8/", null],
    ["http://jobs.example.com/", "must begin with https://"],
    ["http://box.local:8080/jobs", null],
    ["http://box.local:8081/jobs", "must begin with https://"],
    ["https://127.0.0.1/", "is not an address of the public internet"],
    ["https://[::1]/", "is not an address of the public internet"],
    ["https://[::ffff:10.0.0.1]/", "is not an address of the public internet"],
    ["https://0x7f.1/", "is not an address of the public internet"],
    ["https://169.254.169.254/latest", "is not an address of the public internet"],
    ["https://localhost/", "is not an address of the public internet"],
    ["https://a:b@example.com/", "must not hold a name or password"],
    ["https://example.com/#x", "must not hold a fragment (#)"],
    ["ftp://example.com/", "must begin with https://"],
    ["javascript:alert(1)", "must begin with https://"],
    ["billing", "is not an address"],
  ])("%s: %s", (address, fault) => {
    expect(addressFault(address, ["box.local:8080", "10.0.0.5"])).toBe(fault);
  });

  test("may be private where the operator names it", () => {
    expect(addressFault("http://10.0.0.5:9000/jobs", ["10.0.0.5"])).toBeNull();
    expect(addressFault("http://10.0.0.6:9000/jobs", ["10.0.0.5"])).not.toBeNull();
  });
});

test("a request is signed as the standard says, and by both secrets during a rotation", () => {
  const [now, old] = [newSecret(), newSecret()];
  const at = new Date();
  const message = { id: "job_1", at, body: '{"a":1}' };
  const sealed = { secretSealed: now.sealed, oldSecretSealed: old.sealed };
  const signers = { ...sealed, olderSecretsSealed: null };

  const both = signHeaders({ ...signers, oldUntil: new Date(at.getTime() + 1) }, message);
  const one = signHeaders({ ...signers, oldUntil: at }, message);

  for (const { secret } of [now, old]) {
    expect(new Webhook(secret).verify(message.body, both)).toEqual({ a: 1 });
  }
  expect(new Webhook(now.secret).verify(message.body, one)).toEqual({ a: 1 });
  expect(() => new Webhook(old.secret).verify(message.body, one)).toThrow();
});

describe("an answer", () => {
  test.each([
    [200, false, "accepted"],
    [204, false, "accepted"],
    [302, false, "refused"],
    [400, false, "refused"],
    [409, false, "refused"],
    [409, true, "accepted"],
    [410, true, "refused"],
    [408, false, "retry"],
    [425, false, "retry"],
    [429, false, "retry"],
    [500, false, "retry"],
    [null, false, "retry"],
  ])("%s to a request that may be there already (%s) is %s", (status, mayHaveIt, verdict) => {
    expect(judge({ status, mayHaveIt, isRefused: false })).toBe(verdict);
  });

  test("of a private address is final", () => {
    expect(judge({ status: null, mayHaveIt: false, isRefused: true })).toBe("refused");
  });

  test("is asked for again after growing, spread pauses of at most an hour", () => {
    const waits = [1, 2, 3, 12, 500].map((attempt) => retryMs({ attempt, random: 1, afterMs: 0 }));

    expect(waits).toEqual([2_000, 4_000, 8_000, 3_600_000, 3_600_000]);
    expect(retryMs({ attempt: 3, random: 0, afterMs: 0 })).toBe(4_000);
    expect(retryMs({ attempt: 1, random: 1, afterMs: 9_000 })).toBe(9_000);
  });

  test.each([
    ["120", 120_000],
    ["999999999", 3_600_000],
    ["Sat, 21 Nov 2027 10:00:00 GMT", 3_600_000],
    ["Sat, 21 Nov 2026 10:01:00 GMT", 60_000],
    ["Sat, 21 Nov 2026 09:00:00 GMT", 0],
    ["soon", 0],
    [null, 0],
  ])("that says Retry-After: %s means %i ms", (header, ms) => {
    expect(retryAfterMs(header, new Date("2026-11-21T10:00:00Z"))).toBe(ms);
  });
});
