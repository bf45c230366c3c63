import { afterEach, describe, expect, test } from "vitest";
import { copyPortal } from "../../../../lib/archive/copy/copy-portal.ts";
import { getCoverage, loadSpan, refreshTail } from "../../../../lib/archive/index.ts";
import { createTestDb, until } from "../../../support/index.ts";
import { startTestCloud } from "../../../support/portal-cloud.ts";
import {
  copyAll,
  expectFollowed,
  makeCopyBed,
  passHours,
  readCopy,
  readSpanRows,
  requestsOf,
  storedIds,
} from "./bed.ts";

const { db } = await createTestDb({ maxConnections: 10 });
const cloud = await startTestCloud();
const at = { db, cloud };

afterEach(() => cloud.faults.clear());

describe("a viewer in live mode", () => {
  test("gets what is new, and asks the portal no more often than wanted", async () => {
    const bed = await makeCopyBed(at, { entries: 30 });
    await copyAll(bed.ctx);
    bed.portal.eventLog.append(5);
    const before = requestsOf(cloud, bed).length;

    expect(await refreshTail(bed.ctx, { maxAgeMs: 60_000 })).toMatchObject({ isFresh: true });
    expect(await storedIds(bed.ctx)).toHaveLength(30);
    expect(await refreshTail(bed.ctx, { maxAgeMs: 0 })).toMatchObject({ isFresh: true });
    expect(await storedIds(bed.ctx)).toHaveLength(35);
    expect(requestsOf(cloud, bed).length - before).toBe(1);
  });

  test("shares one reading with all others", async () => {
    const bed = await makeCopyBed(at, { entries: 30 });
    await copyAll(bed.ctx);
    await passHours(bed.ctx, 1);
    const before = requestsOf(cloud, bed).length;
    const match = { kind: "rest3" as const, memberId: bed.portal.memberId };
    cloud.faults.add([{ match, times: 1, action: { delayMs: 400 } }]);

    const ages = await Promise.all(
      Array.from({ length: 12 }, async () => refreshTail(bed.ctx, { maxAgeMs: 5_000 })),
    );

    expect(ages.every(({ isFresh }) => isFresh)).toBe(true);
    expect(requestsOf(cloud, bed).length - before).toBe(1);
  });

  test("is served between two requests of the copying in the background", async () => {
    const bed = await makeCopyBed(at, { entries: 5_000 });
    bed.portal.settings.hasBatchV3 = false;
    await copyPortal(bed.ctx, { sliceMs: 0 });
    const match = { kind: "rest3" as const, memberId: bed.portal.memberId };
    cloud.faults.add([{ match, times: 4, action: { delayMs: 150 } }]);
    const copying = copyPortal(bed.ctx, { sliceMs: 20_000 });
    await until(() => requestsOf(cloud, bed).length > 2);
    const [fresh] = bed.portal.eventLog.appendRows([{ itemId: "watched" }]);

    const age = await refreshTail(bed.ctx, { maxAgeMs: 0 });
    const ids = (await storedIds(bed.ctx)).map(({ id }) => id);
    await copying;

    expect(age.isFresh).toBe(true);
    expect(ids).toContain(fresh?.id);
    await copyAll(bed.ctx);
    await expectFollowed(bed, bed.portal.eventLog.rows);
  });

  test("leaves the log to others at once when its reading is ended while the portal hangs", async () => {
    const bed = await makeCopyBed(at, { entries: 30 });
    await copyAll(bed.ctx);
    const match = { kind: "rest3" as const, memberId: bed.portal.memberId };
    cloud.faults.add([{ match, times: 1, action: { delayMs: 30_000 } }]);
    const stopped = new AbortController();

    const reading = refreshTail(bed.ctx, { maxAgeMs: 0, signal: stopped.signal });
    const ended = reading.then(
      () => "read",
      (error: unknown) => error,
    );
    await until(async () => (await readCopy(bed.ctx)).leaseOwner !== null);
    await until(() => cloud.faults.list().every(({ times }) => times === 0));
    const reason = new Error("The worker stops.");
    stopped.abort(reason);

    await until(async () => (await readCopy(bed.ctx)).leaseOwner === null);
    expect(await refreshTail(bed.ctx, { maxAgeMs: 0 })).toMatchObject({ isFresh: true });
    expect(await ended).toBe(reason);
  });

  test("is told that the portal cannot be read, which is not asked again for each viewer", async () => {
    const bed = await makeCopyBed(at, { entries: 30 });
    await copyAll(bed.ctx);
    const match = { kind: "rest3" as const, memberId: bed.portal.memberId };
    cloud.faults.add([{ match, action: { status: 503 } }]);
    const before = requestsOf(cloud, bed).length;

    for (let viewer = 0; viewer < 5; viewer += 1) {
      expect(await refreshTail(bed.ctx, { maxAgeMs: 0 })).toMatchObject({ isFresh: false });
    }

    expect(requestsOf(cloud, bed).length - before).toBe(1);
    expect(await getCoverage(bed.ctx)).toMatchObject({
      state: "following",
      reason: "portal_unavailable",
      isWatched: false,
    });
  });
});

describe("a reader who reaches what is not loaded yet", () => {
  test("gets the entries just before that moment", async () => {
    const bed = await makeCopyBed(at, { entries: 6_000 });
    const { rows } = bed.portal.eventLog;
    await copyPortal(bed.ctx, { sliceMs: 0 });
    const reached = new Date((rows.at(-1_000)?.at ?? 0) * 1_000);

    expect(await loadSpan(bed.ctx, { before: reached })).toBe(true);

    const ids = new Set((await storedIds(bed.ctx)).map(({ id }) => id));
    expect(rows.slice(-1_400).every(({ id }) => ids.has(id))).toBe(true);
    expect((await readSpanRows(bed.ctx)).map(({ state }) => state)).toEqual(["pending", "loaded"]);
  });

  test("in the middle gets a stretch of its own, and the rest comes around it", async () => {
    const bed = await makeCopyBed(at, { entries: 8_000 });
    const { rows } = bed.portal.eventLog;
    await copyPortal(bed.ctx, { sliceMs: 0 });
    const middle = rows[3_000];

    await loadSpan(bed.ctx, { before: new Date((middle?.at ?? 0) * 1_000) });

    const ids = new Set((await storedIds(bed.ctx)).map(({ id }) => id));
    expect(rows.slice(2_600, 3_000).every(({ id }) => ids.has(id))).toBe(true);
    const { spans, percent, loadedFrom } = await getCoverage(bed.ctx);
    expect(spans.map(({ state }) => state)).toEqual([
      ...["before", "pending", "loaded", "pending", "loaded"],
    ]);
    expect(percent).toBeGreaterThan(10);
    expect(percent).toBeLessThan(60);
    expect(loadedFrom).toBe(new Date((rows.at(-1_000)?.at ?? 0) * 1_000).toISOString());

    await copyAll(bed.ctx);
    await expectFollowed(bed, rows);
    const after = await getCoverage(bed.ctx);
    expect(after).toMatchObject({
      percent: 100,
      state: "following",
      reason: null,
      isWatched: true,
    });
    expect(after.spans.map(({ state }) => state)).toEqual(["before", "loaded"]);
  });

  test("while the background is at the same place stores nothing twice", async () => {
    const bed = await makeCopyBed(at, { entries: 5_000 });
    const { rows } = bed.portal.eventLog;
    await copyPortal(bed.ctx, { sliceMs: 0 });
    const before = new Date((rows.at(-1_000)?.at ?? 0) * 1_000);

    await Promise.all([
      copyAll(bed.ctx),
      loadSpan(bed.ctx, { before }),
      loadSpan(bed.ctx, { before: new Date((rows[2_000]?.at ?? 0) * 1_000) }),
    ]);

    await expectFollowed(bed, rows);
  });

  test("gets nothing when all is loaded, or nothing was ever read", async () => {
    const bed = await makeCopyBed(at, { entries: 20 });

    expect(await loadSpan(bed.ctx, { before: new Date() })).toBe(false);
    expect(await getCoverage(bed.ctx)).toMatchObject({
      ...{ state: "new", percent: 0, spans: [], loadedFrom: null, readAt: null, isWatched: false },
    });
    await copyAll(bed.ctx);
    expect(await loadSpan(bed.ctx, { before: new Date() })).toBe(false);
  });
});
