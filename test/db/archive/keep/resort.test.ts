import { describe, expect, test } from "vitest";
import { indexPortal } from "../../../../lib/archive/blocks/index-portal.ts";
import { reindexPortal } from "../../../../lib/archive/blocks/reindex-portal.ts";
import { keepArchives } from "../../../../lib/archive/keep/keep-job.ts";
import { previewRetention } from "../../../../lib/archive/keep/preview-retention.ts";
import { resortPortal } from "../../../../lib/archive/keep/resort.ts";
import { getRetention, saveRetention } from "../../../../lib/archive/keep/retention.ts";
import type { RetentionRules } from "../../../../lib/archive/keep/schemas.ts";
import { verifyChain } from "../../../../lib/archive/keep/verify.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, makeArchive, makeEntry, shift } from "./bed.ts";
import { startKeeping } from "./keep-process.ts";

const { db, url } = await createTestDb();
const { signal } = new AbortController();
const slice = { signal, sliceMs: 20_000 };
const TYPES = ["USER_AUTHORIZE", "FILE_EDIT", "FILE_ADD", "GROUP_ADDED"];
const FILES: RetentionRules = {
  months: 120,
  rules: [
    { types: ["FILE_*"], severities: ["DEBUG"], months: 3 },
    { types: ["FILE_*"], months: 12 },
  ],
};

/** Entries of three months and many kinds; all but the last 48 are counted already. */
async function makeFilled(count = 1_200): Promise<PortalCtx> {
  const ctx = await makeArchive(db);
  await appendVaried(ctx, count);
  await indexPortal(ctx, { signal });
  return ctx;
}

async function appendVaried(ctx: PortalCtx, count: number, first = 1): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => {
    const n = first + index;
    const at = new Date(Date.UTC(2026, 8 + (n % 3), 1 + (n % 20), n % 24, n % 60, n % 7));
    return makeEntry(n, {
      timestampX: at.toISOString().replace(".000Z", "+00:00"),
      severity: n % 5 === 0 ? "DEBUG" : "INFO",
      auditTypeId: TYPES[n % 4] ?? "",
      userId: n % 11,
      remoteAddr: n % 6 === 0 ? "unknown" : `10.0.0.${n % 9}`,
      siteId: n % 2 === 0 ? null : "s1",
    });
  });
  await append(ctx, rows);
}

/** Everything that must be as it was but for the classes: numbers, hashes, contents, blocks. */
async function readRest({ portalId }: PortalCtx) {
  const where = { portalId };
  const rows = await db.entry.findMany({ where, orderBy: { seq: "asc" } });
  const blocks = await db.entryBlock.findMany({ where, orderBy: { firstSeq: "asc" } });
  return { rows: rows.map(({ keep: _keep, ...row }) => row), blocks };
}

async function readCounts({ portalId }: PortalCtx) {
  const names = ["start", "keep", "severityId", "typeId", "moduleId", "siteId"] as const;
  return db.entryTally.findMany({
    where: { portalId, period: 0 },
    orderBy: names.map((name) => ({ [name]: "asc" as const })),
  });
}

async function readClasses({ portalId }: PortalCtx): Promise<Record<string, number>> {
  const rows = await db.entry.groupBy({ by: ["keep"], where: { portalId }, _count: true });
  return Object.fromEntries(rows.map(({ keep, _count }) => [keep, _count]));
}

const SORTED = { "3": 120, "12": 480, "120": 600 };

describe("after a change of rules", () => {
  test("every entry lies in the class it belongs to, with nothing else changed", async () => {
    const ctx = await makeFilled();
    const before = await readRest(ctx);
    await saveRetention(ctx, { rules: FILES });

    const state = await resortPortal(ctx, slice);

    expect(state).toBe(true);
    expect(await readClasses(ctx)).toEqual(SORTED);
    expect(await readRest(ctx)).toEqual(before);
    expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: 1_200 });
    expect((await getRetention(ctx)).isResorting).toBe(false);
  });

  test("the counts are those that counting anew gives", async () => {
    const ctx = await makeFilled();
    await saveRetention(ctx, { rules: FILES });
    await resortPortal(ctx, slice);
    const moved = await readCounts(ctx);

    await reindexPortal(ctx);
    await indexPortal(ctx, { signal });

    expect(moved.length).toBeGreaterThan(50);
    expect(await readCounts(ctx)).toEqual(moved);
  });

  test("entries that are not counted yet move too, and are counted where they lie", async () => {
    const ctx = await makeArchive(db);
    await appendVaried(ctx, 1_200);
    await saveRetention(ctx, { rules: FILES });
    await resortPortal(ctx, slice);
    await indexPortal(ctx, { signal });

    expect(await readClasses(ctx)).toEqual(SORTED);
    const total = (await readCounts(ctx)).reduce((sum, day) => sum + day.total, 0);
    expect(total).toBe(1_152);
  });

  test("rules that change again are followed in the end", async () => {
    const ctx = await makeFilled();
    await saveRetention(ctx, { rules: FILES });
    await resortPortal(ctx, { signal, sliceMs: 0 });
    await saveRetention(shift(ctx, "2026-11-21T12:00:01Z"), { rules: { months: 24 } });

    expect(await resortPortal(ctx, slice)).toBe(true);
    expect(await readClasses(ctx)).toEqual({ "24": 1_200 });
  });

  test("an entry that was stored by the old rules meanwhile follows too", async () => {
    const ctx = await makeFilled();
    await saveRetention(ctx, { rules: FILES });
    await db.$executeRaw`UPDATE archive_setting SET retention = '{"months": 36, "rules": []}'
      WHERE portal_id = ${ctx.portalId}`;
    await appendVaried(ctx, 400, 1_201);
    await db.$executeRaw`UPDATE archive_setting SET retention = ${JSON.stringify(FILES)}::jsonb
      WHERE portal_id = ${ctx.portalId}`;
    await indexPortal(ctx, { signal });

    expect(await resortPortal(ctx, slice)).toBe(true);
    expect(await readClasses(ctx)).toEqual({ "3": 160, "12": 640, "120": 800 });
  });

  test("appends and the indexer go on beside it", async () => {
    const ctx = await makeFilled();
    await saveRetention(ctx, { rules: FILES });
    const appends = (async () => {
      for (let first = 1_201; first <= 2_000; first += 100) {
        await appendVaried(ctx, 100, first);
        await indexPortal(ctx, { signal });
      }
    })();

    const [state] = await Promise.all([resortPortal(ctx, slice), appends]);
    // The one beside the sorting may have found the counts locked.
    await indexPortal(ctx, { signal });
    const moved = await readCounts(ctx);
    await reindexPortal(ctx);
    await indexPortal(ctx, { signal });

    expect(state).toBe(true);
    expect(await readClasses(ctx)).toEqual({ "3": 200, "12": 800, "120": 1_000 });
    expect(await readCounts(ctx)).toEqual(moved);
    expect(await verifyChain(ctx)).toMatchObject({ ok: true });
  });

  test("counts of entries that are not there do not keep it busy", async () => {
    const ctx = await makeFilled();
    await db.entry.deleteMany({ where: { portalId: ctx.portalId, seq: { lte: 1_000 } } });
    await saveRetention(ctx, { rules: FILES });
    const startedAt = performance.now();

    expect(await resortPortal(ctx, { signal, sliceMs: 60_000 })).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(30_000);
    expect(await readClasses(ctx)).toEqual({ "3": 20, "12": 80, "120": 100 });
  });

  test("a keeper without time for it still removes the months that are over", async () => {
    const old = await makeArchive(db, { now: new Date("2023-01-28T12:00:00Z") });
    await append(old, [makeEntry(1, { timestampX: "2023-01-10T10:00:00+00:00" })]);
    const ctx = await makeFilled(200);
    await saveRetention(ctx, { rules: FILES });

    expect(await keepArchives(ctx, { signal, sliceMs: 0 })).toBe(false);
    expect(await readClasses(old)).toEqual({});
    expect(await readClasses(ctx)).toEqual({ "36": 200 });
  });

  test("does not touch another portal's entries", async () => {
    const other = await makeFilled(200);
    const ctx = await makeFilled(200);
    await saveRetention(ctx, { rules: FILES });
    await resortPortal(ctx, slice);

    expect(await readClasses(other)).toEqual({ "36": 200 });
  });
});

describe("shorter rules that were confirmed", () => {
  test("remove what the preview said, once the keeper has come round", async () => {
    const ctx = await makeFilled();
    const rules: RetentionRules = { months: 120, rules: [{ types: ["FILE_*"], months: 1 }] };
    const { removed, kept } = await previewRetention(ctx, rules);
    await saveRetention(ctx, { rules, confirmedCount: removed });

    const isDone = await keepArchives(ctx, slice);

    expect(removed).toBe(200);
    expect(isDone).toBe(true);
    expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: kept, removed });
  });

  test("survive a keeper that is killed between two batches", async () => {
    const ctx = await makeFilled();
    await saveRetention(ctx, { rules: FILES });
    const now = ctx.now().toISOString();

    const ended = await startKeeping({ url, now, faultPoint: "archive-batch-resorted:kill" });
    const between = await readClasses(ctx);
    const isWhole = await verifyChain(ctx);
    expect(await resortPortal(ctx, slice)).toBe(true);

    expect(ended).toBe("SIGKILL");
    expect(Object.keys(between).length).toBeGreaterThan(1);
    expect(isWhole).toMatchObject({ ok: true, checked: 1_200 });
    expect(await readClasses(ctx)).toEqual(SORTED);
  });
});
