import { describe, expect, test } from "vitest";
import { openDb } from "../../../../lib/db/index.ts";
import { searchEntries } from "../../../../lib/archive/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, drawEntry, index, makeCtx, openPick } from "./bed.ts";

const { db, url } = await createTestDb();
const ctx = await makeCtx(db);
const COUNT = 6_000;
const LOOSE = 200;
const SPAN = 5_500;
// A user in most blocks, and the type in few of those: neither the user's rows nor the type's are the shortest way.
const rows = Array.from({ length: COUNT }, (_, place) => {
  const second = Date.UTC(2026, 9, 30) + (place % SPAN) * 60_000;
  const at = `${new Date(second).toISOString().slice(0, 19)}Z`;
  const isTheirs = place % 90 < 3;
  const isRare = place % 450 < 2 || place % 64 === 40;
  const entry = drawEntry(openPick(place + 1), { id: place + 1, at });
  return {
    ...entry,
    userId: isTheirs ? 77 : entry.userId,
    auditTypeId: isRare ? "RARE_TYPE" : entry.auditTypeId,
  };
});
await append(ctx, rows.slice(0, COUNT - LOOSE));
await index(ctx);
await append(ctx, rows.slice(COUNT - LOOSE));

const wanted = rows
  .map((row, place) => ({ ...row, seq: place + 1 }))
  .filter(({ userId, auditTypeId }) => userId === 77 && auditTypeId === "RARE_TYPE")
  .sort((one, other) => one.timestampX.localeCompare(other.timestampX) || one.seq - other.seq)
  .map(({ seq }) => String(seq));

async function readAll(order: "asc" | "desc", limit: number): Promise<string[]> {
  const seqs: string[] = [];
  let cursor: string | null = null;
  do {
    const input = { q: "type:RARE_TYPE user:77", order, limit };
    const page = await searchEntries(ctx, cursor === null ? input : { ...input, cursor });
    seqs.push(...page.items.map(({ id }) => id));
    cursor = order === "asc" ? page.newer : page.older;
  } while (cursor !== null);
  return seqs;
}

describe("entries of one user and one type", () => {
  test("are there, in blocks and behind them", () => {
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.some((seq) => Number(seq) > COUNT - LOOSE)).toBe(true);
  });

  test.each([1, 4, 100])("are read in both orders, %i a page, each once", async (limit) => {
    expect(await readAll("desc", limit)).toEqual(wanted.toReversed());
    expect(await readAll("asc", limit)).toEqual(wanted);
  });

  test("are found again after a moment in which none was", async () => {
    const around = "2026-10-31T00:00:30Z";
    const page = await searchEntries(ctx, { q: "type:RARE_TYPE user:77", around, limit: 3 });
    const before = wanted.filter((seq) => {
      const time = rows[Number(seq) - 1]?.timestampX ?? "";
      return Date.parse(time) <= Date.parse(around);
    });

    expect(page.items.map(({ id }) => id)).toEqual(before.slice(-3).toReversed());
  });
});

test("their plans are kept under a few names, and give the same rows when they are made for any values", async () => {
  const one = openDb({ url, maxConnections: 1 });
  const own = { ...ctx, db: one.db };
  await one.db.$executeRawUnsafe("SET plan_cache_mode = force_generic_plan");
  const query = { q: "type:RARE_TYPE user:77" };
  const found = await Promise.all(
    [1, 2, 5, 20, 100].map(async (limit) => (await searchEntries(own, { ...query, limit })).items),
  );
  const plans = await one.db.$queryRaw<{ name: string; uses: bigint }[]>`
    SELECT name, generic_plans AS uses FROM pg_prepared_statements
    WHERE statement ~ 'kept plan' AND statement ~ 'entry e'`;
  await one.close();

  expect(found.map((items) => items.map(({ id }) => id))).toEqual(
    [1, 2, 5, 20, 100].map((limit) => wanted.toReversed().slice(0, limit)),
  );
  expect(plans.length).toBeGreaterThan(1);
  expect(plans.length).toBeLessThanOrEqual(5);
  expect(plans.every(({ uses }) => uses > 0n)).toBe(true);
});
