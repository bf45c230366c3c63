import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { direct, inReading, type RawDb } from "../../../lib/db/index.ts";
import { createTestDb } from "../../support/index.ts";

const { db } = await createTestDb({ maxConnections: 2 });

const SELECT = `SELECT 9007199254740993::bigint AS long, 7::integer AS short, 1.5::float8 AS real, true AS flag,
  '2026-11-01 10:00:00.289123+03'::timestamptz AS at, '2026-11-01 10:00:00.289'::timestamp AS local,
  '2026-11-01'::date AS day, 'ä'::text AS text, NULL::bigint AS nothing, '{"a":[1]}'::jsonb AS json,
  ARRAY[1, NULL, 9007199254740993]::bigint[] AS longs, ARRAY[]::bigint[] AS none,
  ARRAY[1, 2]::integer[] AS shorts, ARRAY['a,b', '"', NULL]::text[] AS texts, '10.0.0.0/8'::inet AS net,
  decode('00ff', 'hex') AS bytes`;

async function rowOf(from: RawDb) {
  const [row] = await from.$queryRawUnsafe<Record<string, unknown>[]>(SELECT);
  return { ...row, bytes: Buffer.from(row?.["bytes"] as Uint8Array).toString("hex") };
}

describe("statements that are sent to the driver directly", () => {
  test("give rows as Prisma does", async () => {
    const row = await rowOf(direct(db));

    expect(row).toMatchObject({ long: 9_007_199_254_740_993n, bytes: "00ff" });
    expect(row).toMatchObject({ at: new Date("2026-11-01T07:00:00.289Z") });
    expect(row).toEqual(await rowOf(db));
  });

  test("take values from templates, also beside each other", async () => {
    const rows = await direct(db).$queryRaw`SELECT ${7}::integer AS seven, ${"x"}::text AS x`;

    expect(rows).toEqual([{ seven: 7, x: "x" }]);
  });

  test("stand in the transaction where there is one", async () => {
    await db.$transaction(async (tx) => {
      expect(direct(tx)).toBe(tx);
      await Promise.resolve();
    });
  });
});

describe("a reading", () => {
  const limits = { timeoutMs: 10_000 };

  test("is served by a client that another copy of the module has opened", async () => {
    vi.resetModules();
    const copy = await import("../../../lib/db/direct.ts");
    expect(copy.inReading).not.toBe(inReading);

    const rows = await copy.inReading(db, limits, async (from) =>
      from.$queryRawUnsafe<{ n: number }[]>("SELECT 1 AS n"),
    );

    expect(rows).toEqual([{ n: 1 }]);
    expect(copy.direct(db)).not.toBe(db);
  });

  test("sees one state of the database, whatever is stored meanwhile", async () => {
    await db.$executeRaw`CREATE TABLE seen (id integer)`;
    const count = async (from: RawDb) =>
      (await from.$queryRawUnsafe<{ n: bigint }[]>("SELECT count(*) AS n FROM seen"))[0]?.n;

    const counts = await inReading(db, limits, async (reading) => {
      const before = await count(reading);
      await db.$executeRaw`INSERT INTO seen VALUES (1)`;
      return [before, await count(reading), await count(db)];
    });

    expect(counts).toEqual([0n, 0n, 1n]);
  });

  test("gives its connection back after a fault, in the state in which it took it", async () => {
    for (let at = 0; at < 5; at += 1) {
      const failing = inReading(db, limits, (reading) => reading.$queryRawUnsafe("SELECT 1/0"));
      await expect(failing).rejects.toMatchObject({ code: "22012" });
    }

    const [one] = await direct(db).$queryRaw<{ open: boolean }[]>`
      SELECT now() <> statement_timestamp() AS open`;
    expect(one).toEqual({ open: false });
  });

  test("fails, and nothing else does, when the server ends its connection between two statements", async () => {
    const failing = inReading(db, limits, async (reading) => {
      const [own] = await reading.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await db.$queryRaw`SELECT pg_terminate_backend(${own?.pid ?? 0}::integer)`;
      await expect
        .poll(() => db.$queryRaw`SELECT 1 FROM pg_stat_activity WHERE pid = ${own?.pid}::integer`)
        .toEqual([]);
      return reading.$queryRawUnsafe("SELECT 1");
    });

    await expect(failing).rejects.toThrow();
    for (let at = 0; at < 4; at += 1) {
      const one = await inReading(db, limits, (reading) => reading.$queryRaw`SELECT 1 AS one`);
      expect(one).toEqual([{ one: 1 }]);
    }
  });

  test("refuses statements when it is over or took too long", async () => {
    let kept: RawDb | null = null;
    await inReading(db, limits, (reading) => {
      kept = reading;
      return Promise.resolve();
    });
    const late = inReading(db, { timeoutMs: 1 }, async (reading) => {
      // A timer that was set later ends later.
      await pause(1);
      return reading.$queryRawUnsafe("SELECT 1");
    });

    await expect((kept as RawDb | null)?.$queryRawUnsafe("SELECT 1")).rejects.toMatchObject({
      code: "internal",
    });
    await expect(late).rejects.toMatchObject({ code: "unavailable" });
  });
});
