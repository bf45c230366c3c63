import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Exchange } from "../../../lib/b24/index.ts";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { AppError } from "../../../lib/errors.ts";
import { flushCalls, getCall, listCalls } from "../../../lib/portals/index.ts";
import { recordCall } from "../../../lib/portals/record-call.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../support/index.ts";

const { db } = await createTestDb();
const run = randomUUID();

async function newCtx(): Promise<PortalCtx> {
  const { portal } = await makePortal(db);
  return testPortalCtx(db, { portalId: portal.id });
}

function exchange(method: string, overrides: Partial<Exchange> = {}): Exchange {
  return {
    method,
    api: "v2",
    params: { a: 1 },
    commands: [],
    startedAtMs: performance.now(),
    durationMs: 5,
    status: 200,
    answer: { result: true },
    error: undefined,
    ...overrides,
  };
}

const limited = new AppError("portal_rate_limited", "Too many requests.", {
  platformCode: "QUERY_LIMIT_EXCEEDED",
});

async function filled(): Promise<PortalCtx> {
  const ctx = await newCtx();
  recordCall(ctx, { exchange: exchange("profile") });
  recordCall(ctx, { exchange: exchange("scope", { status: 503, error: limited }) });
  recordCall(
    { ...ctx, runId: run },
    { exchange: exchange("main.eventlog.list", { api: "v3" }), priority: "background" },
  );
  const commands = [
    { id: "a", method: "bizproc.event.send", isAnswered: true },
    { id: "b", method: "bizproc.activity.log", isAnswered: true, error: limited },
  ];
  recordCall(ctx, { exchange: exchange("batch", { commands }), runIds: [run, randomUUID()] });
  await flushCalls();
  return ctx;
}

const ctx = await filled();

async function found(filter: Parameters<typeof listCalls>[1]): Promise<string[]> {
  const { items } = await listCalls(ctx, filter);
  return items.map((item) => item.method);
}

describe("the list of calls", () => {
  test("is newest first", async () => {
    expect(await found({})).toEqual(["batch", "main.eventlog.list", "scope", "profile"]);
  });

  test.each([
    [{ method: "profile" }, ["profile"]],
    [{ method: "bizproc.event.send" }, ["batch"]],
    [{ method: "batch" }, ["batch"]],
    [{ outcome: "ok" as const }, ["main.eventlog.list", "profile"]],
    [{ outcome: "error" as const }, ["batch", "scope"]],
    [{ code: "portal_rate_limited" }, ["batch", "scope"]],
    [{ code: "QUERY_LIMIT_EXCEEDED", method: "scope" }, ["scope"]],
    [{ code: "portal_rate_limited", outcome: "ok" as const }, []],
    [{ run }, ["batch", "main.eventlog.list"]],
    [{ run: randomUUID() }, []],
    [{ method: "", code: "", run: "" }, ["batch", "main.eventlog.list", "scope", "profile"]],
  ])("by %o", async (filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  test("goes on by key and meets every call once, also those of the same moment", async () => {
    const many = await newCtx();
    const startedAtMs = performance.now();
    for (let at = 0; at < 25; at += 1) {
      recordCall(many, { exchange: exchange(`m${at}`, { startedAtMs }) });
    }
    await flushCalls();
    const { portalId } = many;
    const first = await db.restCall.findFirstOrThrow({ where: { portalId } });
    await db.restCall.updateMany({ where: { portalId }, data: { at: first.at } });

    const seen: string[] = [];
    let before: string | undefined;
    for (;;) {
      const page = await listCalls(many, { before, limit: 10 });
      seen.push(...page.items.map((item) => item.method));
      if (page.nextCursor === null) break;
      before = page.nextCursor;
    }

    expect(seen).toEqual(Array.from({ length: 25 }, (_, at) => `m${24 - at}`));
  });

  test.each([
    { outcome: "maybe" as never },
    { run: "1" },
    { limit: 0 },
    { before: "yesterday" },
    { before: "2026-01-01T00:00:00Z_x" },
  ])("refuses %o and names the fault", async (filter) => {
    const listing = listCalls(ctx, filter);

    await expect(listing).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("shows nothing of another portal", async () => {
    const other = await newCtx();

    expect((await listCalls(other, {})).items).toEqual([]);
    expect((await listCalls(other, { run })).items).toEqual([]);
  });
});

describe("one call", () => {
  test("comes with request, answer and the fault's words", async () => {
    const [item] = (await listCalls(ctx, { method: "scope" })).items;

    const detail = await getCall(ctx, { id: item?.id ?? "" });

    expect(detail.call).toEqual(item);
    expect(detail).toMatchObject({
      requestId: ctx.requestId,
      message: "Too many requests.",
      request: { a: 1 },
      response: { result: true },
      isRequestCut: false,
      commands: null,
    });
  });

  test.each(["0", "x", "-1", "9".repeat(40)])("with the number %s is not found", async (id) => {
    await expect(getCall(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("of another portal is not found", async () => {
    const [item] = (await listCalls(ctx, {})).items;
    const other = await newCtx();

    const reading = getCall(other, { id: item?.id ?? "" });

    await expect(reading).rejects.toMatchObject({ code: "not_found" });
  });
});
