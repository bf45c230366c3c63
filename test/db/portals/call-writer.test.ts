import { describe, expect, test } from "vitest";
import type { Exchange } from "../../../lib/b24/index.ts";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { openDb } from "../../../lib/db/index.ts";
import { callLogStats, flushCalls, keepCalls } from "../../../lib/portals/index.ts";
import { recordCall } from "../../../lib/portals/record-call.ts";
import { createTestDb, makePortal, testPortalCtx, until } from "../../support/index.ts";

const { db } = await createTestDb();

async function newCtx(): Promise<PortalCtx> {
  const { portal } = await makePortal(db);
  return testPortalCtx(db, { portalId: portal.id });
}

function exchange(overrides: Partial<Exchange> = {}): Exchange {
  return {
    method: "server.time",
    api: "v2",
    params: {},
    commands: [],
    startedAtMs: performance.now(),
    durationMs: 12.4,
    status: 200,
    answer: { result: "now" },
    error: undefined,
    ...overrides,
  };
}

async function methodsOf({ portalId }: PortalCtx): Promise<string[]> {
  const rows = await db.restCall.findMany({ where: { portalId }, orderBy: { id: "asc" } });
  return rows.map((row) => row.method);
}

async function daysOf(): Promise<string[]> {
  const rows = await db.$queryRaw<{ day: string }[]>`
    SELECT substr(c.relname, 11) AS day FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'rest_call'::regclass ORDER BY 1`;
  return rows.map(({ day }) => day);
}

async function makeDay(daysAgo: number): Promise<string> {
  const at = new Date(Date.now() - daysAgo * 86_400_000);
  const end = new Date(at.getTime() + 86_400_000);
  const day = (date: Date) => date.toISOString().slice(0, 10);
  const name = day(at).replaceAll("-", "");
  await db.$executeRawUnsafe(`CREATE TABLE rest_call_${name} PARTITION OF rest_call
    FOR VALUES FROM ('${day(at)}T00:00:00Z') TO ('${day(end)}T00:00:00Z')`);
  return name;
}

describe("writing", () => {
  test("happens by itself soon after the call, which does not wait for it", async () => {
    const ctx = await newCtx();

    recordCall(ctx, { exchange: exchange() });
    const atOnce = await methodsOf(ctx);
    const later = await until(async () => (await methodsOf(ctx))[0]);

    expect(atOnce).toEqual([]);
    expect(later).toBe("server.time");
  });

  test("takes many rows in few statements and loses none", async () => {
    const ctx = await newCtx();
    for (let at = 0; at < 450; at += 1)
      recordCall(ctx, { exchange: exchange({ method: `m${at}` }) });

    await flushCalls();

    expect(new Set(await methodsOf(ctx)).size).toBe(450);
    expect(callLogStats().waiting).toBe(0);
  });

  test("the time of a row is that of its call, however late it is written", async () => {
    const ctx = await newCtx();
    const startedAtMs = performance.now() - 7_200_000;

    recordCall(ctx, { exchange: exchange({ startedAtMs }) });
    await flushCalls();
    const row = await db.restCall.findFirstOrThrow({ where: { portalId: ctx.portalId } });

    expect(Math.abs(Date.now() - 7_200_000 - row.at.getTime())).toBeLessThan(60_000);
  });

  test("a row that the database does not take is counted, and the others are written", async () => {
    const ctx = await newCtx();
    const before = callLogStats();

    recordCall(ctx, { exchange: exchange({ method: "first" }) });
    recordCall(ctx, { exchange: exchange({ method: "bad" }), runIds: ["no run"] });
    recordCall(ctx, { exchange: exchange({ method: "last" }) });
    await flushCalls();

    expect(await methodsOf(ctx)).toEqual(["first", "last"]);
    expect(callLogStats().refused - before.refused).toBe(1);
  });

  test("a day without its partition gets it", async () => {
    const ctx = await newCtx();
    const today = new Date().toISOString().slice(0, 10).replaceAll("-", "");
    await db.$executeRawUnsafe(`DROP TABLE rest_call_${today}`);

    recordCall(ctx, { exchange: exchange() });
    await flushCalls();

    expect(await methodsOf(ctx)).toEqual(["server.time"]);
    expect(await daysOf()).toContain(today);
  });

  test("text that PostgreSQL cannot hold is written all the same", async () => {
    const ctx = await newCtx();

    recordCall(ctx, { exchange: exchange({ answer: { a: "x\0y\ud800", "k\0": 1 } }) });
    await flushCalls();
    const row = await db.restCall.findFirstOrThrow({ where: { portalId: ctx.portalId } });

    expect(row.response).toEqual({ a: "x\ufffdy\ufffd", "k\ufffd": 1 });
  });
});

describe("with the database away", () => {
  test("rows wait, the oldest give way and are counted, and the rest comes in afterwards", async () => {
    const ctx = await newCtx();
    const away = openDb({ url: "postgresql://nobody@127.0.0.1:9/none" });
    const before = callLogStats();
    for (let at = 0; at < 1_200; at += 1) {
      recordCall({ ...ctx, db: away.db }, { exchange: exchange({ method: `m${at}` }) });
    }

    const during = await flushCalls();
    recordCall(ctx, { exchange: exchange({ method: "back" }) });
    const after = await flushCalls();
    await away.close();
    const methods = await methodsOf(ctx);

    expect(during).toMatchObject({ waiting: 1_000, written: before.written });
    expect(after).toMatchObject({ waiting: 0, dropped: before.dropped + 201 });
    expect(methods).toHaveLength(1_000);
    expect(methods[0]).toBe("m201");
    expect(methods.at(-1)).toBe("back");
  });
});

describe("the regular care", () => {
  test("drops whole days that ended three days ago and keeps younger ones", async () => {
    const ctx = await newCtx();
    const [kept, gone] = [await makeDay(3), await makeDay(4)];
    const startedAtMs = performance.now() - 4 * 86_400_000;
    recordCall(ctx, { exchange: exchange({ startedAtMs, method: "old" }) });
    recordCall(ctx, { exchange: exchange({ method: "new" }) });
    await flushCalls();
    const before = await methodsOf(ctx);

    await keepCalls(ctx);
    await keepCalls(ctx);
    const days = await daysOf();

    expect(before).toEqual(["old", "new"]);
    expect(await methodsOf(ctx)).toEqual(["new"]);
    expect(days).not.toContain(gone);
    expect(days).toContain(kept);
    expect(days.length).toBeGreaterThanOrEqual(9);
  });

  test("forgets a removed portal's calls once its grace is over", async () => {
    const [removed, alive] = [await newCtx(), await newCtx()];
    await db.portal.update({
      where: { id: removed.portalId },
      data: { state: "removed", cleanAfter: new Date(Date.now() - 1_000) },
    });
    for (const ctx of [removed, alive]) recordCall(ctx, { exchange: exchange() });
    await flushCalls();

    await keepCalls(alive);

    expect(await methodsOf(removed)).toEqual([]);
    expect(await methodsOf(alive)).toEqual(["server.time"]);
  });
});
