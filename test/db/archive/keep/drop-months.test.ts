import { describe, expect, test } from "vitest";
import { indexPortal } from "../../../../lib/archive/blocks/index-portal.ts";
import { dropMonths } from "../../../../lib/archive/keep/drop-months.ts";
import { listGone, listLeaves } from "../../../../lib/archive/keep/list-leaves.ts";
import { previewRetention } from "../../../../lib/archive/keep/preview-retention.ts";
import { saveRetention } from "../../../../lib/archive/keep/retention.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { createTestDb, until } from "../../../support/index.ts";
import { makeArchive, shift } from "./bed.ts";
import {
  appendMixed,
  countedOf,
  dropAllAfterEach,
  makeMixed,
  verifyLater,
} from "./mixed-months.ts";

const { db } = await createTestDb();
const { signal } = new AbortController();
const mixed = async (month: string, count?: number) => makeMixed(db, { month, count });

dropAllAfterEach(db);

async function leafNames(): Promise<string[]> {
  const leaves = await listLeaves(db);
  return leaves.filter(({ keep }) => keep > 0).map(({ table }) => table);
}

async function runsOf({ portalId }: PortalCtx): Promise<[number, number][]> {
  const runs = await db.entryRemoved.findMany({
    where: { portalId },
    orderBy: { firstSeq: "asc" },
  });
  return runs.map(({ firstSeq, lastSeq }) => [Number(firstSeq), Number(lastSeq)]);
}
describe("a month of a class that is over", () => {
  test("goes as a whole at the end of its time, and not before", async () => {
    const ctx = await mixed("2026-03");

    const early = await dropMonths(shift(ctx, "2026-04-30T23:59:59.999Z"), { signal });
    const before = await leafNames();
    const dropped = await dropMonths(shift(ctx, "2026-05-01T00:00:00Z"), { signal });

    expect(early).toBe(0);
    expect(before).toEqual(["entry_k1_2026_03", "entry_k36_2026_03"]);
    expect(dropped).toBe(1);
    expect(await leafNames()).toEqual(["entry_k36_2026_03"]);
    expect(await listGone(db)).toEqual([]);
    const kept = await db.entry.findMany({ where: { portalId: ctx.portalId } });
    expect(kept).toHaveLength(100);
    expect(new Set(kept.map(({ keep }) => keep))).toEqual(new Set([36]));
  });

  test("leaves a chain that holds, and names what is removed of it later by hand", async () => {
    const ctx = await mixed("2026-03");
    await dropMonths(shift(ctx, "2026-05-01T00:00:00Z"), { signal });

    expect(await verifyLater(ctx)).toMatchObject({ ok: true, checked: 100, removed: 200 });
    expect((await runsOf(ctx)).slice(0, 2)).toEqual([
      [2, 3],
      [5, 6],
    ]);
    await db.entry.deleteMany({ where: { portalId: ctx.portalId, seq: 7 } });
    expect(await verifyLater(ctx)).toMatchObject({ fault: "missing", brokenAt: 7n });
  });

  test("goes out of the counts", async () => {
    const ctx = await mixed("2026-03");
    const before = await countedOf(ctx);
    await dropMonths(shift(ctx, "2026-05-01T00:00:00Z"), { signal });

    expect(before["1"]).toBeGreaterThan(100);
    expect(await countedOf(ctx)).toEqual({ "36": before["36"] });
    const tallies = await db.entryTally.findMany({ where: { portalId: ctx.portalId } });
    expect(new Set(tallies.map(({ keep }) => keep))).toEqual(new Set([36]));
    const preview = await previewRetention(ctx, { months: 36 });
    expect(preview.kept).toBe(100);
  });

  test("joins the runs that were removed before it, and empty blocks go", async () => {
    const ctx = await mixed("2026-03");
    await dropMonths(shift(ctx, "2026-05-01T00:00:00Z"), { signal });
    const where = { portalId: ctx.portalId };
    const blocks = await db.entryBlock.count({ where });
    const segments = await db.entrySegment.count({ where });
    await dropMonths(shift(ctx, "2029-04-01T00:00:00Z"), { signal });

    expect(blocks).toBeGreaterThan(1);
    expect(segments).toBeGreaterThan(1);
    expect(await runsOf(ctx)).toEqual([[1, 300]]);
    expect(await verifyLater(ctx)).toMatchObject({ ok: true, checked: 0, removed: 300, seq: 300n });
    expect(await db.entryBlock.count({ where })).toBe(0);
    expect(await db.entrySegment.count({ where })).toBe(0);
    expect(await countedOf(ctx)).toEqual({});
  });

  test("keeps blocks that hold entries of another class or month", async () => {
    const ctx = await mixed("2026-03", 130);
    const later = shift(ctx, "2026-07-28T12:00:00Z");
    await appendMixed(later, { month: "2026-07", first: 1_000, count: 200 });
    await indexPortal(later, { signal });
    const before = await db.entryBlock.count({ where: { portalId: ctx.portalId } });
    const segments = await db.entrySegment.count({ where: { portalId: ctx.portalId } });
    await dropMonths(shift(ctx, "2026-08-01T00:00:00Z"), { signal });

    expect(await db.entryBlock.count({ where: { portalId: ctx.portalId } })).toBe(before);
    expect(await db.entrySegment.count({ where: { portalId: ctx.portalId } })).toBe(segments);
    expect(await verifyLater(ctx)).toMatchObject({ ok: true });
    expect(await leafNames()).toEqual([
      "entry_k1_2026_07",
      "entry_k36_2026_03",
      "entry_k36_2026_07",
    ]);
  });

  test("takes each portal's own numbers, and no portal's longer class", async () => {
    const one = await mixed("2026-03");
    const two = await makeArchive(db, { now: one.now() });
    await appendMixed(two, { month: "2026-03", first: 1, count: 50 });
    const three = await mixed("2026-03", 6);
    const forever = await makeArchive(db, { now: one.now() });
    await saveRetention(forever, { rules: { months: 0 } });
    await db.archiveSetting.updateMany({ data: { resortSince: null } });
    await appendMixed(forever, { month: "2026-03", first: 1, count: 50 });

    await dropMonths(shift(one, "2026-05-01T00:00:00Z"), { signal });

    expect(await verifyLater(one)).toMatchObject({ ok: true, removed: 200 });
    expect(await verifyLater(two)).toMatchObject({ ok: true, checked: 50, removed: 0 });
    expect(await runsOf(three)).toEqual([
      [2, 3],
      [5, 6],
    ]);
    await dropMonths(shift(one, "2126-05-01T00:00:00Z"), { signal });
    expect(await verifyLater(two)).toMatchObject({ ok: true, checked: 0, removed: 50 });
    expect(await verifyLater(forever)).toMatchObject({ ok: true, checked: 50, removed: 0 });
  });

  test("never looks like a broken chain to a check that runs meanwhile", async () => {
    const ctx = await mixed("2026-03", 6_000);
    const april = shift(ctx, "2026-04-28T12:00:00Z");
    await appendMixed(april, { month: "2026-04", first: 10_000, count: 6_000 });
    let isDropping = true;
    const verdicts: Awaited<ReturnType<typeof verifyLater>>[] = [];
    const checks = (async () => {
      while (isDropping) verdicts.push(await verifyLater(ctx));
    })();

    const dropped = [];
    for (const now of ["2026-05-01", "2026-06-01", "2029-04-01", "2029-05-01"]) {
      dropped.push(await dropMonths(shift(ctx, `${now}T00:00:00Z`), { signal }));
      const seen = verdicts.length;
      // A check that was under way while the month left has ended.
      await until(() => verdicts.length > seen);
    }
    isDropping = false;
    await checks;

    expect(dropped).toEqual([1, 1, 1, 1]);
    expect(verdicts.length).toBeGreaterThan(2);
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
    expect(await runsOf(ctx)).toEqual([[1, 12_000]]);
  });

  test("waits for the sorting of entries that longer rules save, a day at most", async () => {
    const ctx = await mixed("2026-03");
    const later = shift(ctx, "2026-05-01T00:00:00Z");
    await saveRetention(later, { rules: { months: 36 } });

    expect(await dropMonths(later, { signal })).toBe(0);
    expect(await dropMonths(shift(ctx, "2026-05-02T00:00:01Z"), { signal })).toBe(1);
  });

  test("waits for a long reader, without making others wait for long", async () => {
    const ctx = await mixed("2026-03");
    const now = shift(ctx, "2026-05-01T00:00:00Z");
    let done: number | undefined;
    await db.$transaction(
      async (tx) => {
        await tx.entry.findFirst({ where: { portalId: ctx.portalId } });
        done = await dropMonths(now, { signal });
        expect(await tx.entry.count({ where: { portalId: ctx.portalId } })).toBe(300);
      },
      { timeout: 30_000 },
    );

    expect(done).toBe(0);
    expect(await verifyLater(ctx)).toMatchObject({ ok: true, checked: 300 });
    expect(await dropMonths(now, { signal })).toBe(1);
  });
});
