import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { FaultAction, FaultRule } from "../../portal/index.ts";
import type { JsonMap } from "../../portal/php-values.ts";
import {
  ask,
  installedPortal,
  postJson,
  rest,
  tokensOf,
  type InstalledPortal,
} from "./installed-portal.ts";

let at: InstalledPortal;

beforeEach(async () => {
  at = await installedPortal();
});

afterEach(() => at.cloud.stop());

const kinds = (): string[] => at.cloud.journal.violations.map(({ kind }) => kind);

async function flood(count: number): Promise<number> {
  let refused = 0;
  for (let sent = 0; sent < count; sent += 1) {
    if ((await rest(at, { method: "profile" })).status === 503) refused += 1;
  }
  return refused;
}

describe("the leaky bucket", () => {
  test("holds 50 requests, notes every overrun and leaks with the clock", async () => {
    const refused = await flood(60);
    expect(refused).toBeGreaterThanOrEqual(5);
    expect(kinds().filter((kind) => kind === "rate-overrun")).toHaveLength(refused);
    at.cloud.clock.set({ speed: 100_000 });
    await expect.poll(() => flood(20)).toBe(0);
  });

  test("is larger on the enterprise plan, missing on premise and counts a batch once", async () => {
    const large = await installedPortal({ edition: "enterprise" });
    const box = await installedPortal({ edition: "box" });
    const cmd = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`c${String(i)}`, "profile"]),
    );
    await rest(at, { method: "batch", params: { cmd } });
    expect(at.portal.bucket.level("127.0.0.1")).toBeLessThan(2);
    for (const other of [large, box]) {
      const now = other.cloud.clock.limitNow();
      let taken = 0;
      while (taken < 300 && other.portal.bucket.take("127.0.0.1", now)) taken += 1;
      expect(taken).toBe(other === large ? 250 : 300);
      await other.cloud.stop();
    }
  });
});

describe("operating time", () => {
  test("is counted per method and blocks only that method until it is over", async () => {
    at.portal.settings.operatingCost = { "*": 0, profile: 200 };
    const operating: unknown[] = [];
    for (let call = 0; call < 3; call += 1) {
      const { body } = await rest(at, { method: "profile" });
      operating.push((body.time as JsonMap).operating);
    }
    expect(operating).toEqual([200, 400, 600]);
    const blocked = await rest(at, { method: "profile" });
    expect([blocked.status, blocked.body.error]).toEqual([429, "OPERATION_TIME_LIMIT"]);
    expect((await rest(at, { method: "scope" })).status).toBe(200);
    expect(kinds()).toEqual(["operating-overrun"]);
    at.cloud.clock.set({ offsetMs: 601_000 });
    expect((await rest(at, { method: "profile" })).status).toBe(200);
  });
});

describe("injected faults", () => {
  const inject = (action: FaultAction, more: Partial<FaultRule> = {}): void => {
    at.cloud.faults.add([{ match: { kind: "rest2", method: "event.bind" }, action, ...more }]);
  };

  const params = { event: "ONAPPUNINSTALL", handler: "https://app.example.com/events" };
  const bind = (): Promise<unknown> => rest(at, { method: "event.bind", params });

  test("a connection lost before has no effect, one lost after has", async () => {
    inject({ dropBefore: true }, { times: 1 });
    await expect(bind()).rejects.toThrow();
    expect(at.portal.events.all()).toHaveLength(0);
    inject({ dropAfter: true }, { times: 1 });
    await expect(bind()).rejects.toThrow();
    expect(at.portal.events.all()).toHaveLength(1);
  });

  test("they count down, fit by method and user, and can be taken back", async () => {
    const match = { kind: "rest2" as const, method: "user.*", user: 2 };
    at.cloud.faults.add([{ match, times: 2, action: { error: "INTERNAL_SERVER_ERROR" } }]);
    const clerk = { ...at, token: tokensOf(at.portal, 2).token };
    expect((await rest(at, { method: "user.current" })).status).toBe(200);
    expect((await rest(clerk, { method: "profile" })).status).toBe(200);
    expect((await rest(clerk, { method: "user.current" })).status).toBe(500);
    expect((await rest(clerk, { method: "user.admin" })).status).toBe(500);
    expect((await rest(clerk, { method: "user.current" })).status).toBe(200);
    inject({ status: 502 });
    at.cloud.faults.clear();
    expect((await rest(at, { method: "event.bind", params })).status).toBe(200);
  });

  test("delays, redirects, errors in a batch and at the authorization server work", async () => {
    const target = "http://localhost:1/rest/event.bind";
    inject({ redirectTo: target }, { times: 1 });
    const moved = await rest(at, { method: "event.bind", params });
    expect(moved.headers.get("location")).toBe(target);
    const started = Date.now();
    inject({ delayMs: 60, error: "OVERLOAD_LIMIT" }, { times: 1 });
    const cmd = { a: "event.bind", b: "profile" };
    const { body } = await rest(at, { method: "batch", params: { cmd } });
    const parts = body.result as Record<string, JsonMap>;
    expect((parts.result_error?.a as JsonMap).error).toBe("OVERLOAD_LIMIT");
    expect(parts.result?.b).toBeDefined();
    expect(Date.now() - started).toBeGreaterThanOrEqual(50);
    at.cloud.faults.add([{ match: { kind: "auth" }, times: 1, action: { html: true } }]);
    const page = await ask(`${at.cloud.authOrigin}/rest/app.info/?auth=${at.token}`);
    expect([page.status, page.headers.get("content-type")]).toEqual([502, "text/html"]);
  });

  test("refreshAuth of the frame can stay without an answer", () => {
    at.cloud.faults.add([{ match: { kind: "frame" }, times: 1, action: { error: "x" } }]);
    expect(at.portal.refreshAuth(1)).toBeNull();
    expect(at.portal.refreshAuth(1)?.AUTH_ID).toMatch(/^[0-9a-f]{70}$/);
    expect(at.portal.refreshAuth(4)).toBeNull();
  });
});

describe("what a good application never does", () => {
  test("cookies on REST are noted, those of another user refused", async () => {
    const headers = { Cookie: "portal_user=2" };
    const answer = await ask(`${at.portal.clientEndpoint}profile?auth=${at.token}`, { headers });
    expect(answer.body.error).toBe("authorization_error");
    expect(kinds()).toEqual(["cookie-sent"]);
  });

  test("calls after a known removal are noted, the first one is not", async () => {
    await at.portal.uninstallApp(false, true);
    await rest(at, { method: "profile" });
    expect(kinds()).toEqual([]);
    await rest(at, { method: "profile" });
    expect(kinds()).toEqual(["call-after-uninstall"]);
  });

  test("every call is on record with its token, status and effect", async () => {
    const params = { event: "ONAPPUNINSTALL", handler: "https://app.example.com/events" };
    await rest(at, { method: "event.bind", params });
    await postJson(`${at.portal.origin}/rest/api/main.eventlog.list`, { auth: at.token });
    const [bind, list] = at.cloud.journal.calls;
    expect(bind).toMatchObject({
      ...{ kind: "rest2", method: "event.bind", status: 200, userId: 1, error: null, params },
      ...{ effect: "bound ONAPPUNINSTALL", token: at.token, memberId: at.portal.memberId },
    });
    expect(list).toMatchObject({ kind: "rest3", method: "main.eventlog.list", status: 200 });
  });
});
