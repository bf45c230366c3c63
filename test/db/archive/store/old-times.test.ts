import { expect, test } from "vitest";
import { dropMonths } from "../../../../lib/archive/keep/drop-months.ts";
import { listLeaves } from "../../../../lib/archive/keep/list-leaves.ts";
import { previewRetention } from "../../../../lib/archive/keep/preview-retention.ts";
import { saveRetention } from "../../../../lib/archive/keep/retention.ts";
import { verifyChain } from "../../../../lib/archive/keep/verify.ts";
import { createTestDb } from "../../../support/index.ts";
import { makeArchive, makeEntry, shift, append } from "../keep/bed.ts";

const { db } = await createTestDb();
const { signal } = new AbortController();
const YEAR = new Date().getUTCFullYear();

async function leavesOf(keep: number): Promise<string[]> {
  const leaves = await listLeaves(db);
  return leaves.filter((leaf) => leaf.keep === keep).map(({ table }) => table);
}

test("a portal with times of all years makes few leaves, and all its entries are kept", async () => {
  const ctx = await makeArchive(db, { now: new Date() });
  await saveRetention(ctx, { rules: { months: 0 } });
  const months = Array.from({ length: (YEAR - 2000) * 12 }, (_, index) => index);
  const rows = months.map((month) => {
    const at = new Date(Date.UTC(2000, month, 3, 4, 5, 6)).toISOString();
    return makeEntry(month + 1, { timestampX: at.replace(".000Z", "+00:00") });
  });
  await append(ctx, rows);

  expect((await leavesOf(0)).length).toBeLessThan(100);
  expect(await leavesOf(0)).toContain("entry_k0_2003");
  expect(await leavesOf(0)).toContain(`entry_k0_${YEAR - 4}_07`);
  expect(await db.entry.count({ where: { portalId: ctx.portalId } })).toBe(rows.length);
  expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: rows.length });
});

test("months that a class still keeps some of go one by one, however old", async () => {
  const ctx = await makeArchive(db, { now: new Date() });
  await saveRetention(ctx, { rules: { months: 120 } });
  const year = YEAR - 7;
  const rows = ["01", "12"].map((month, index) =>
    makeEntry(index + 1, { timestampX: `${year}-${month}-03T04:05:06+00:00` }),
  );
  await append(ctx, rows);
  const later = shift(ctx, `${year + 10}-02-01T00:00:00Z`);
  const { kept } = await previewRetention(later, { months: 120 });
  await dropMonths(later, { signal, graceMs: 0 });

  expect(await leavesOf(120)).toEqual([`entry_k120_${year}_12`]);
  expect(await db.entry.count({ where: { portalId: ctx.portalId } })).toBe(1);
  expect(kept).toBe(1);
  await dropMonths(shift(ctx, `${year + 11}-01-01T00:00:00Z`), { signal, graceMs: 0 });
  expect(await leavesOf(120)).toEqual([]);
});

test("a year goes when its last month is over, with the counts and numbers of all its months", async () => {
  const ctx = await makeArchive(db, { now: new Date() });
  await saveRetention(ctx, { rules: { months: 120 } });
  const year = YEAR - 12;
  const rows = ["01", "06", "12"].map((month, index) =>
    makeEntry(index + 1, { timestampX: `${year}-${month}-03T04:05:06+00:00` }),
  );
  await append(ctx, rows);
  // Nothing is to be sorted, whatever the time is.
  await db.archiveSetting.updateMany({ data: { resortSince: null } });
  expect(await leavesOf(120)).toEqual([`entry_k120_${year}`]);

  const early = await dropMonths(shift(ctx, `${year + 10}-12-31T23:59:59Z`), {
    signal,
    graceMs: 0,
  });
  expect(early).toBe(0);
  await dropMonths(shift(ctx, `${year + 11}-01-01T00:00:00Z`), { signal, graceMs: 0 });

  expect(await leavesOf(120)).toEqual([]);
  expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: 0, removed: 3 });
});

test("a year that has leaves of months goes on with months", async () => {
  const year = YEAR - 8;
  // As it was made in its own time.
  await db.$executeRawUnsafe(`CREATE TABLE entry_k60_${year}_03 PARTITION OF entry_k60
    FOR VALUES FROM ('${year}-03-01Z') TO ('${year}-04-01Z')`);
  const ctx = await makeArchive(db, { now: new Date() });
  await saveRetention(ctx, { rules: { months: 60 } });
  await append(ctx, [
    makeEntry(1, { timestampX: `${year}-03-03T04:05:06+00:00` }),
    makeEntry(2, { timestampX: `${year}-05-03T04:05:06+00:00` }),
  ]);

  expect(await leavesOf(60)).toEqual([`entry_k60_${year}_03`, `entry_k60_${year}_05`]);
});
