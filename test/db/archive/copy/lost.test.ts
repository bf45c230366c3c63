import { describe, expect, test } from "vitest";
import { copyPortal } from "../../../../lib/archive/copy/copy-portal.ts";
import { getCoverage } from "../../../../lib/archive/index.ts";
import type { LogRow } from "../../../portal/eventlog/log-row.ts";
import { createTestDb } from "../../../support/index.ts";
import { startTestCloud } from "../../../support/portal-cloud.ts";
import {
  copyAll,
  expectFollowed,
  expectWhole,
  makeCopyBed,
  passHours,
  readCopy,
  readSpanRows,
  rowsAt,
} from "./bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const at = { db, cloud };
const DAY = 86_400;
const now = Math.floor(Date.now() / 1_000);
describe.each([true, false])(
  "a portal that drops entries while they are loaded (batch: %s)",
  (batch) => {
    test("leaves a stretch that is shown as lost, and everything else is there", async () => {
      const bed = await makeCopyBed(at, { entries: 6_000 });
      const { portal, ctx } = bed;
      portal.settings.hasBatchV3 = batch;
      const all = [...portal.eventLog.rows];
      await copyPortal(ctx, { sliceMs: 0 });

      portal.settings.retentionDays = 4;
      portal.eventLog.prune();
      const left = [...portal.eventLog.rows];
      await copyAll(ctx);

      expect(left.length).toBeLessThan(all.length);
      expect(left.length).toBeGreaterThan(1_000);
      await expectWhole(bed, left);
      expect(await readSpanRows(ctx)).toEqual([
        { epoch: 0, state: "lost", low: all[0]?.id, high: (left[0]?.id ?? 0) - 1 },
        { epoch: 0, state: "loaded", low: left[0]?.id, high: left.at(-1)?.id },
      ]);
      expect(await readCopy(ctx)).toMatchObject({ state: "following" });
      const { percent, spans } = await getCoverage(ctx);
      expect(percent).toBe(100);
      expect(spans.map(({ state }) => state)).toEqual(["before", "lost", "loaded"]);
      expect(spans[2]?.from).toBe(new Date((left[0]?.at ?? 0) * 1_000).toISOString());
    });
  },
);

describe("a portal that drops entries", () => {
  test("all of them, leaves what was copied", async () => {
    const bed = await makeCopyBed(at, { entries: 3_000 });
    const all = [...bed.portal.eventLog.rows];
    await copyPortal(bed.ctx, { sliceMs: 0 });

    bed.portal.eventLog.rows.length = 0;
    await copyAll(bed.ctx);

    await expectWhole(bed, all.slice(-1_000));
    expect((await readSpanRows(bed.ctx)).map(({ state }) => state)).toEqual(["lost", "loaded"]);
  });

  test("between two pages, is told of exactly what is missing", async () => {
    const bed = await makeCopyBed(at, { entries: 9_000 });
    const { portal, ctx } = bed;
    const seen = new Map<number, LogRow>();
    const note = (rows: readonly LogRow[]) => {
      for (const row of rows) seen.set(row.id, row);
    };
    note(portal.eventLog.rows.slice(-1_000));
    await copyPortal(ctx, { sliceMs: 0 });
    for (const days of [6, 5, 4, 3]) {
      portal.settings.retentionDays = days;
      portal.eventLog.prune();
      await copyPortal(ctx, { sliceMs: 1 });
    }
    await copyAll(ctx);

    const stored = await db.$queryRaw<{ id: number }[]>`
      SELECT portal_entry_id::float8 AS id FROM entry WHERE portal_id = ${ctx.portalId}`;
    const ids = new Set(stored.map(({ id }) => id));
    const spans = await readSpanRows(ctx);
    expect(ids.size).toBe(stored.length);
    expect(portal.eventLog.rows.every(({ id }) => ids.has(id))).toBe(true);
    expect([...seen.keys()].every((id) => ids.has(id))).toBe(true);
    // What is stored lies in loaded spans; lost ones hold nothing.
    for (const { state, low, high } of spans) {
      const inside = [...ids].filter((id) => id >= low && id <= high);
      expect(inside.length > 0).toBe(state === "loaded");
    }
    expect(spans.map(({ state }) => state)).toEqual(["lost", "loaded"]);
  });
});

describe("after a time without any reading", () => {
  test("what the portal dropped meanwhile is shown as lost", async () => {
    const bed = await makeCopyBed(at);
    const { portal, ctx } = bed;
    portal.settings.retentionDays = 0;
    const first = portal.eventLog.appendRows(rowsAt(20, now - 9 * DAY));
    await copyAll(ctx);
    portal.eventLog.appendRows(rowsAt(10, now - 8 * DAY));
    const last = portal.eventLog.appendRows(rowsAt(5, now - DAY));
    portal.settings.retentionDays = 7;
    portal.eventLog.prune();
    await passHours(ctx, 9 * 24);
    await copyAll(ctx);

    await expectWhole(bed, [...first, ...last]);
    expect(await readSpanRows(ctx)).toEqual([
      { epoch: 0, state: "loaded", low: first[0]?.id, high: first.at(-1)?.id },
      { epoch: 0, state: "lost", low: (first.at(-1)?.id ?? 0) + 1, high: (last[0]?.id ?? 0) - 1 },
      { epoch: 0, state: "loaded", low: last[0]?.id, high: last.at(-1)?.id },
    ]);
    const { spans, loadedFrom } = await getCoverage(ctx);
    expect(spans.map(({ state }) => state)).toEqual(["before", "loaded", "lost", "loaded"]);
    expect(loadedFrom).toBe(new Date((last[0]?.at ?? 0) * 1_000).toISOString());
  });

  test("nothing is lost when the portal still has our newest entry", async () => {
    const bed = await makeCopyBed(at);
    const { portal, ctx } = bed;
    portal.eventLog.appendRows(rowsAt(20, now - 3 * DAY));
    await copyAll(ctx);
    portal.eventLog.appendRows(rowsAt(4_600, now - DAY));
    await passHours(ctx, 48);
    await copyAll(ctx);

    await expectFollowed(bed, portal.eventLog.rows);
  });

  test("the newest page comes first when very much has been missed", async () => {
    const bed = await makeCopyBed(at, { entries: 30 });
    await copyAll(bed.ctx);
    bed.portal.eventLog.append(9_000);
    await passHours(bed.ctx, 2);

    await copyPortal(bed.ctx, { sliceMs: 0 });

    const states = (await readSpanRows(bed.ctx)).map(({ state }) => state);
    expect(states).toEqual(["loaded", "pending", "loaded"]);
    expect(Number((await readCopy(bed.ctx)).newestId)).toBe(bed.portal.eventLog.rows.at(-1)?.id);
    await copyAll(bed.ctx);
    await expectFollowed(bed, bed.portal.eventLog.rows);
  });

  test("a quiet portal whose last entry grew old has lost nothing", async () => {
    const bed = await makeCopyBed(at);
    const { portal, ctx } = bed;
    portal.settings.retentionDays = 0;
    const old = portal.eventLog.appendRows(rowsAt(20, now - 8 * DAY));
    await copyAll(ctx);
    portal.settings.retentionDays = 7;
    portal.eventLog.prune();
    await copyAll(ctx);
    const fresh = portal.eventLog.appendRows(rowsAt(3, now));
    await copyAll(ctx);

    await expectFollowed(bed, [...old, ...fresh]);
  });
});
