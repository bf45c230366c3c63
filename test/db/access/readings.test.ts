import { describe, expect, test, vi } from "vitest";
import {
  flushReadings,
  keepReadings,
  noteReading,
  readingStats,
  type NoteReadingInput,
} from "../../../lib/access/index.ts";
import type { Actor, PortalCtx } from "../../../lib/ctx.ts";
import { openDb } from "../../../lib/db/index.ts";
import { createTestDb, makePortal, testPortalCtx, until } from "../../support/index.ts";

const { db } = await createTestDb();
const ANNA: Actor = { kind: "user", userId: 5, isAdmin: false, name: "Anna Petrova" };
const TOKEN: Actor = { kind: "token", tokenId: crypto.randomUUID(), name: "Grafana" };

// A transaction may wait that long for what a test does meanwhile.
const LONG = { timeout: 30_000 };

async function newCtx(actor: Actor = ANNA): Promise<PortalCtx> {
  const { portal } = await makePortal(db);
  return testPortalCtx(db, { portalId: portal.id, overrides: { actor } });
}

function reading(input: Partial<NoteReadingInput> = {}): NoteReadingInput {
  const startedAtMs = performance.now() - 5;
  const query = { q: "type:USER_LOGIN" };
  const address = "203.0.113.9";
  return { kind: "search", method: "entries", query, rows: 100, startedAtMs, address, ...input };
}

async function rowsOf({ portalId }: PortalCtx) {
  return db.reading.findMany({ where: { portalId }, orderBy: { id: "asc" } });
}

describe("a reading", () => {
  test("is written by itself soon after, with who, from where, what and how many", async () => {
    const ctx = await newCtx();

    noteReading(ctx, reading());
    const row = await until(async () => (await rowsOf(ctx))[0]);

    expect(row).toMatchObject({
      kind: "search",
      userId: 5,
      tokenId: null,
      name: "Anna Petrova",
      address: "203.0.113.9",
      method: "entries",
      query: { q: "type:USER_LOGIN" },
      rows: 100,
      times: 1,
    });
  });

  test("of a token is of the kind api and carries the token", async () => {
    const ctx = await newCtx(TOKEN);

    noteReading(ctx, reading({ method: "auditlog.get", rows: 3 }));
    await flushReadings();

    const [row] = await rowsOf(ctx);
    expect(row).toMatchObject({ kind: "api", userId: null, name: "Grafana", rows: 3 });
    expect(row?.tokenId).toBe(TOKEN.kind === "token" ? TOKEN.tokenId : "");
  });

  test("keeps no secret of the question, also none of the portal's own rules, and not all of a long one", async () => {
    const ctx = await newCtx();
    const masks = [{ kind: "text", value: "Blue Horizon" }];
    await db.archiveSetting.create({ data: { portalId: ctx.portalId, masks } });
    const token = `lb_${"aB3-".repeat(15)}x`;

    noteReading(ctx, reading({ query: { q: `desc:"password=hunter2secret"` } }));
    noteReading(ctx, reading({ query: { q: `desc:"Blue Horizon" ${token}` } }));
    noteReading(ctx, reading({ query: { q: "x".repeat(20_000) } }));
    await flushReadings();

    const text = (await rowsOf(ctx)).map(({ query }) => JSON.stringify(query)).join("\n");
    expect(text).toContain("***");
    expect(text).not.toContain("hunter2secret");
    expect(text).not.toContain("Blue Horizon");
    expect(text).not.toContain(token);
    expect(text.length).toBeLessThan(6_000);
  });

  test("with text that PostgreSQL cannot hold is written all the same", async () => {
    const ctx = await newCtx();

    noteReading(ctx, reading({ query: { q: "x\0y\ud800" } }));
    await flushReadings();

    expect((await rowsOf(ctx))[0]?.query).toEqual({ q: "x\ufffdy\ufffd" });
  });

  test("with counts that no column holds is written with the highest", async () => {
    const ctx = await newCtx();

    noteReading(ctx, reading({ rows: 2 ** 31 + 7, startedAtMs: performance.now() - 2 ** 31 - 9 }));
    await flushReadings();

    const most = 2 ** 31 - 1;
    expect((await rowsOf(ctx))[0]).toMatchObject({ rows: most, durationMs: most });
  });

  test("that cannot be recorded does not fail the reading", async () => {
    const ctx = await newCtx({ kind: "system" });

    expect(() => {
      noteReading(ctx, reading());
    }).not.toThrow();
    await flushReadings();
    expect(await rowsOf(ctx)).toEqual([]);
  });

  test("of a portal that was cleaned meanwhile is not written", async () => {
    const ctx = await newCtx();
    await db.portal.delete({ where: { id: ctx.portalId } });

    noteReading(ctx, reading());
    await flushReadings();

    expect(await rowsOf(ctx)).toEqual([]);
  });
});

describe("a portal that is being deleted", () => {
  test("is waited for, so that none of its readings is left", async () => {
    const ctx = await newCtx();
    const deleted = Promise.withResolvers<undefined>();
    const go = Promise.withResolvers<undefined>();
    const cleaning = db.$transaction(async (tx) => {
      await tx.portal.delete({ where: { id: ctx.portalId } });
      deleted.resolve(undefined);
      await go.promise;
    }, LONG);
    await deleted.promise;

    noteReading(ctx, reading());
    const flushed = flushReadings();
    await until(async () => {
      const waiting = await db.$queryRaw<unknown[]>`SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      return waiting.length > 0;
    });
    go.resolve(undefined);
    await Promise.all([cleaning, flushed]);

    expect(await rowsOf(ctx)).toEqual([]);
  });
});

describe("repetitions of a person", () => {
  test("within a minute are one record that knows how many they were", async () => {
    const ctx = await newCtx();
    const live = reading({ kind: "view", method: "live", query: { q: "" }, rows: 2 });

    for (let times = 0; times < 5; times += 1) noteReading(ctx, { ...live, isFolded: true });
    noteReading(ctx, { ...live, query: { q: "ip:private" }, isFolded: true });
    await flushReadings();

    const rows = await rowsOf(ctx);
    expect(rows.map(({ query, times, rows: count }) => [query, times, count])).toEqual([
      [{ q: "" }, 1, 2],
      [{ q: "ip:private" }, 1, 2],
      [{ q: "" }, 4, 8],
    ]);
  });

  test("from another address are a record of their own", async () => {
    const ctx = await newCtx();
    const live = reading({ kind: "view", method: "live", isFolded: true });

    noteReading(ctx, live);
    noteReading(ctx, { ...live, address: "198.51.100.7" });
    noteReading(ctx, live);
    await flushReadings();

    const rows = await rowsOf(ctx);
    expect(rows.map(({ address }) => address)).toEqual([
      "203.0.113.9",
      "198.51.100.7",
      "203.0.113.9",
    ]);
  });

  test("are written when the minute is over, and a new minute begins", async () => {
    const ctx = await newCtx();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const live = reading({ kind: "view", method: "live", rows: 1, isFolded: true });

    for (let times = 0; times < 3; times += 1) noteReading(ctx, live);
    vi.advanceTimersByTime(60_000);
    noteReading(ctx, live);
    vi.useRealTimers();
    await flushReadings();

    expect((await rowsOf(ctx)).map(({ times }) => times)).toEqual([1, 2, 1]);
  });

  test("of a token are each recorded", async () => {
    const ctx = await newCtx(TOKEN);

    for (let times = 0; times < 3; times += 1) noteReading(ctx, reading({ isFolded: true }));
    await flushReadings();

    expect(await rowsOf(ctx)).toHaveLength(3);
  });
});

describe("the writer", () => {
  test("gives up the oldest of too many while the database is away, and counts them", async () => {
    const ctx = await newCtx();
    const away = openDb({ url: "postgresql://x@127.0.0.1:1/x", maxConnections: 1 });
    const before = readingStats();

    for (let at = 0; at < 5_001; at += 1) noteReading({ ...ctx, db: away.db }, reading());
    const after = readingStats();
    noteReading(ctx, reading({ method: "last" }));
    await flushReadings();
    await away.close();

    expect(after.dropped - before.dropped).toBe(1);
    expect((await rowsOf(ctx)).some(({ method }) => method === "last")).toBe(true);
    expect(readingStats().waiting).toBe(0);
  });

  test("makes the month that is missing", async () => {
    const ctx = await newCtx();
    const month = new Date().toISOString().slice(0, 7).replace("-", "");
    await db.$executeRawUnsafe(`DROP TABLE reading_${month}`);

    noteReading(ctx, reading());
    await flushReadings();

    expect(await rowsOf(ctx)).toHaveLength(1);
  });
});

describe("the care", () => {
  test("drops months that ended more than a year ago and no others", async () => {
    const ctx = await newCtx();
    noteReading(ctx, reading());
    await flushReadings();
    await db.$executeRawUnsafe(`CREATE TABLE reading_202401 PARTITION OF reading
      FOR VALUES FROM ('2024-01-01T00:00:00Z') TO ('2024-02-01T00:00:00Z')`);

    await keepReadings(ctx);

    const [gone] = await db.$queryRaw<{ name: string | null }[]>`
      SELECT to_regclass('reading_202401')::text AS name`;
    expect(gone?.name).toBeNull();
    expect(await rowsOf(ctx)).toHaveLength(1);
  });
});
