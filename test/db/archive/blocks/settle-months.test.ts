import { expect, test } from "vitest";
import { insertTallies, PERIODS } from "../../../../lib/archive/blocks/insert-tallies.ts";
import { withTx } from "../../../../lib/db/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, drawEntry, index, makeCtx, openPick } from "../search/bed.ts";
import { findWrongCounts } from "./wrong-counts.ts";

const { db } = await createTestDb();

async function settledMonths(portalId: bigint): Promise<string[]> {
  const found = await db.entryTally.findMany({ where: { portalId, period: PERIODS.month } });
  return [...new Set(found.map(({ start }) => start.toISOString().slice(0, 7)))].sort();
}

/** An archive of three months, of which two are summed up. */
async function arrangeMonths() {
  const ctx = await makeCtx(db);
  const pick = openPick(6);
  const rows = Array.from({ length: 256 }, (_, id) =>
    drawEntry(pick, { id: id + 1, at: `2026-0${6 + (id % 3)}-03T10:00:00Z` }),
  );
  await append(ctx, rows);
  await index(ctx);
  return ctx;
}

async function inAll(statement: string): Promise<void> {
  await db.$executeRawUnsafe(statement);
}

test("a month whose counts cannot be summed up keeps no other month from it", async () => {
  const ctx = await makeCtx(db);
  const pick = openPick(5);
  const months = ["2026-06", "2026-07", "2026-08", "2026-09"];
  const rows = Array.from({ length: 256 }, (_, id) =>
    drawEntry(pick, { id: id + 1, at: `${months[id % 4] ?? ""}-03T10:00:00Z` }),
  );
  await append(ctx, rows);
  await inAll(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'No room for this month.'; END $$`);
  await inAll(`CREATE TRIGGER refuse BEFORE INSERT ON entry_tally FOR EACH ROW
    WHEN (NEW.period = 1 AND NEW.start = '2026-07-01') EXECUTE FUNCTION refuse()`);

  await index(ctx);
  const settled = await settledMonths(ctx.portalId);
  await inAll("DROP TRIGGER refuse ON entry_tally");
  await index(ctx);

  expect(settled).toEqual(["2026-06", "2026-08"]);
  expect(await settledMonths(ctx.portalId)).toEqual(["2026-06", "2026-07", "2026-08"]);
  expect(await findWrongCounts(ctx)).toEqual([]);
});

// As a version left them that knows no sums of all groups: it makes none, and drops and writes only the others.
test.each([
  ["has none of all groups", PERIODS.whole],
  ["lost those of its groups", PERIODS.month],
])("a month that %s is summed up again", async (_, period) => {
  const ctx = await arrangeMonths();
  const summed = { portalId: ctx.portalId, period };
  const { count } = await db.entryTally.deleteMany({ where: summed });

  await index(ctx);

  expect(count).toBeGreaterThan(1);
  expect(await db.entryTally.count({ where: summed })).toBe(count);
  expect(await findWrongCounts(ctx)).toEqual([]);
});

test("sums of all groups that others were written beside are made anew", async () => {
  const ctx = await arrangeMonths();
  const whole = { portalId: ctx.portalId, period: PERIODS.whole };
  await db.entryTally.updateMany({ where: whole, data: { total: 1, users: Buffer.of(0) } });
  const wrong = await findWrongCounts(ctx);

  await index(ctx);

  expect(wrong).not.toEqual([]);
  expect(await findWrongCounts(ctx)).toEqual([]);
});

test("counts too large for one statement are written by several", async () => {
  const { portalId } = await makeCtx(db);
  await inAll("CREATE TABLE written (at timestamptz DEFAULT clock_timestamp())");
  await inAll(`CREATE FUNCTION note_written() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO written DEFAULT VALUES; RETURN NULL; END $$`);
  await inAll(`CREATE TRIGGER note_written AFTER INSERT ON entry_tally FOR EACH STATEMENT
    EXECUTE FUNCTION note_written()`);
  const none = Buffer.alloc(0);
  const key = { start: "2026-06-01", keep: 0 as const, severityId: 1, moduleId: 1, siteId: 0 };
  const tallies = [1_000_000, 1_000_000, 5_000_000, 3_000_000].map((bytes, typeId) => ({
    ...{ ...key, typeId, total: 1, parts: none, users: none, addresses: none },
    pairs: Buffer.alloc(bytes),
  }));
  await withTx(db, (tx) => insertTallies(tx, { portalId, period: PERIODS.month, tallies }));
  const [{ n } = { n: 0 }] = await db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::integer AS n FROM written`;

  expect(n).toBe(3);
  const stored = await db.entryTally.findMany({ where: { portalId }, orderBy: { typeId: "asc" } });
  expect(stored.map(({ pairs }) => pairs.length)).toEqual(tallies.map(({ pairs }) => pairs.length));
});
