import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { batchPortal, callPortal } from "../../../lib/portals/index.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { makeRestLogBed, newest, rowsOf } from "./rest-log-bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const { installed, failNext } = makeRestLogBed({ db, cloud });

describe("a call to a portal", () => {
  test("is kept with request, answer, status, duration, priority and kind", async () => {
    const { scoped } = await installed();
    const params = { order: { id: "DESC" }, pagination: { limit: 2 } };

    await callPortal(scoped, { method: "main.eventlog.list", api: "v3", params, priority: "line" });
    const [row] = (await rowsOf(scoped)).slice(-1);

    expect(row).toMatchObject({
      method: "main.eventlog.list",
      api: "v3",
      priority: "line",
      attempt: 1,
      status: 200,
      outcome: "ok",
      code: null,
      requestId: scoped.requestId,
      request: { ...params, auth: "***" },
      response: { result: { items: [{}, {}] } },
    });
    expect(row?.durationMs).toBeGreaterThanOrEqual(0);
    expect(Math.abs((row?.at.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test("the calls that let a portal in are kept for it, also those before it was known", async () => {
    const { scoped } = await installed();

    const rows = await rowsOf(scoped);

    expect(rows.map((row) => [row.api, row.method])).toEqual([
      ["auth", "rest/app.info"],
      ["v2", "profile"],
    ]);
  });

  test("a renewed token shows as a refused try, the renewal and a second try", async () => {
    const { portal, scoped } = await installed();
    failNext(portal, "server.time", { error: "expired_token" });

    await callPortal(scoped, { method: "server.time", priority: "interactive" });
    const rows = (await rowsOf(scoped)).slice(2);

    expect(rows).toMatchObject([
      { method: "server.time", attempt: 1, status: 401, outcome: "error" },
      { method: "oauth/token", api: "auth", status: 200, outcome: "ok", priority: null },
      { method: "server.time", attempt: 2, status: 200, outcome: "ok" },
    ]);
    expect(rows[0]).toMatchObject({
      code: "portal_token_expired",
      codes: ["portal_token_expired", "expired_token"],
    });
    expect(rows[1]?.request).toMatchObject({ refresh_token: "***", client_secret: "***" });
    expect(rows[1]?.response).toMatchObject({ access_token: "***", refresh_token: "***" });
  });

  test("one that got no answer is kept without a status", async () => {
    const { portal, scoped } = await installed();
    failNext(portal, "server.time", { delayMs: 2_000 });
    const input = { method: "server.time", priority: "interactive", timeoutMs: 100 } as const;

    await expect(callPortal(scoped, input)).rejects.toThrow();
    const [row] = (await rowsOf(scoped)).slice(-1);

    expect(row).toMatchObject({ status: null, outcome: "error", code: "portal_unavailable" });
    expect(row?.response).toBeNull();
    expect(row?.durationMs).toBeGreaterThanOrEqual(90);
  });

  test("a page instead of data is kept as text, cut", async () => {
    const { portal, scoped } = await installed();
    const html = `<html><body>${"<p>Gateway</p>".repeat(5_000)}`;
    failNext(portal, "server.time", { status: 502, html });

    await expect(
      callPortal(scoped, { method: "server.time", priority: "interactive" }),
    ).rejects.toThrow();
    const [row] = (await rowsOf(scoped)).slice(-1);

    expect(row).toMatchObject({ status: 502, platformCode: "HTTP_502", isResponseCut: true });
    expect(row?.response).toMatch(/^<html><body><p>Gateway/);
  });

  test("a page of a thousand entries is cut and still readable", async () => {
    const { scoped } = await installed();
    const params = { pagination: { limit: 1_000 } };

    await callPortal(scoped, { method: "main.eventlog.list", api: "v3", params, priority: "line" });
    const [row] = (await rowsOf(scoped)).slice(-1);

    expect(row?.isResponseCut).toBe(true);
    expect(JSON.stringify(row?.response).length).toBeLessThan(9_000);
  });
});

describe("a batch", () => {
  test("is one row with its commands and what became of each", async () => {
    const { scoped } = await installed();
    const runIds = [randomUUID(), randomUUID()];
    const commands = ["server.time", "no.such.method", "profile"].map((method, place) => ({
      id: `c${place}`,
      method,
      params: { place },
    }));

    await batchPortal(scoped, { commands, halt: false, priority: "completion", runIds });
    const [row] = await newest(scoped, "no.such.method");
    const [stored] = (await rowsOf(scoped)).slice(-1);

    expect(row).toMatchObject({
      method: "batch",
      status: 200,
      outcome: "error",
      code: null,
      runIds,
    });
    expect(row?.batch).toEqual({
      methods: ["server.time", "no.such.method", "profile"],
      total: 3,
      refused: 1,
    });
    expect(stored?.commands).toMatchObject([
      { id: "c0", outcome: "ok" },
      { id: "c1", outcome: "error", code: "portal_method_missing" },
      { id: "c2", outcome: "ok" },
    ]);
    expect(stored?.request).toMatchObject({ halt: 0, cmd: commands });
  });

  test("whose answer is lost says so for every command", async () => {
    const { portal, scoped } = await installed();
    failNext(portal, "batch", { dropAfter: true });
    const commands = [{ id: "a", method: "server.time", params: {} }];

    await expect(
      batchPortal(scoped, { commands, halt: false, priority: "line" }),
    ).rejects.toThrow();
    const [row] = (await rowsOf(scoped)).slice(-1);

    expect(row).toMatchObject({ method: "batch", status: null, outcome: "error" });
    expect(row?.commands).toMatchObject([{ id: "a", outcome: "unknown", code: null }]);
  });
});
