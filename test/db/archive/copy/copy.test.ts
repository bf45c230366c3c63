import { describe, expect, test } from "vitest";
import { copyPortal } from "../../../../lib/archive/copy/copy-portal.ts";
import { createTestDb } from "../../../support/index.ts";
import { startTestCloud } from "../../../support/portal-cloud.ts";
import {
  copyAll,
  expectFollowed,
  makeCopyBed,
  readCopy,
  readSpanRows,
  requestsOf,
  storedIds,
} from "./bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const at = { db, cloud };

describe("the copy of a portal's log", () => {
  test("holds every entry once, newest page first", async () => {
    const bed = await makeCopyBed(at, { entries: 3_500 });
    const { rows } = bed.portal.eventLog;

    await copyAll(bed.ctx);
    const stored = await storedIds(bed.ctx);

    await expectFollowed(bed, rows);
    expect(stored.slice(0, 1_000).map(({ id }) => id)).toEqual(
      rows.slice(-1_000).map(({ id }) => id),
    );
    expect(stored.map(({ seq }) => seq)).toEqual(rows.map((_, place) => place + 1));
    expect(cloud.journal.violations).toEqual([]);
  });

  test("has a page to read after its first request", async () => {
    const bed = await makeCopyBed(at, { entries: 2_500 });
    const { rows } = bed.portal.eventLog;

    const slice = await copyPortal(bed.ctx, { sliceMs: 0 });

    expect(slice).toMatchObject({ outcome: "done", stored: 1_000, isMore: true });
    expect(requestsOf(cloud, bed)).toHaveLength(1);
    expect(await readSpanRows(bed.ctx)).toEqual([
      { epoch: 0, state: "pending", low: rows[0]?.id, high: (rows.at(-1_000)?.id ?? 0) - 1 },
      { epoch: 0, state: "loaded", low: rows.at(-1_000)?.id, high: rows.at(-1)?.id },
    ]);
    expect(await readCopy(bed.ctx)).toMatchObject({ state: "filling" });
  });

  test("needs one request for many pages", async () => {
    const bed = await makeCopyBed(at, { entries: 30_000 });

    await copyAll(bed.ctx);

    await expectFollowed(bed, bed.portal.eventLog.rows);
    expect(requestsOf(cloud, bed).length).toBeLessThanOrEqual(7);
  });

  test("is stored page by page where the database takes too long for several at once", async () => {
    const bed = await makeCopyBed(at, { entries: 6_500 });
    // A sequence goes on also where the transaction is taken back.
    await db.$executeRawUnsafe("CREATE SEQUENCE refused");
    await db.$executeRawUnsafe(`CREATE FUNCTION refuse_many() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT count(*) FROM stored WHERE portal_id = ${bed.ctx.portalId}) > 1000 THEN
          PERFORM nextval('refused');
          RAISE EXCEPTION 'canceling statement due to statement timeout' USING ERRCODE = '57014';
        END IF;
        RETURN NULL;
      END $$`);
    await db.$executeRawUnsafe(`CREATE TRIGGER refuse_many AFTER INSERT ON entry
      REFERENCING NEW TABLE AS stored FOR EACH STATEMENT EXECUTE FUNCTION refuse_many()`);
    try {
      await copyAll(bed.ctx);
    } finally {
      await db.$executeRawUnsafe("DROP FUNCTION refuse_many CASCADE");
    }

    await expectFollowed(bed, bed.portal.eventLog.rows);
    const refused = await db.$queryRaw`SELECT last_value::int AS times, is_called FROM refused`;
    expect(refused).toEqual([{ times: 1, is_called: true }]);
  });

  test("reads page by page where the portal knows no batch, and asks for one again next day", async () => {
    const bed = await makeCopyBed(at, { entries: 3_500 });
    bed.portal.settings.hasBatchV3 = false;
    await copyAll(bed.ctx);

    await expectFollowed(bed, bed.portal.eventLog.rows);
    const batches = () => requestsOf(cloud, bed).filter(({ method }) => method === "batch").length;
    expect(batches()).toBe(1);
    expect(await readCopy(bed.ctx)).toMatchObject({ takesBatch: false });

    bed.portal.settings.hasBatchV3 = true;
    await copyAll(bed.ctx);
    expect(batches()).toBe(1);
    await db.$executeRaw`UPDATE archive_copy SET read_at = read_at - interval '1 day'
      WHERE portal_id = ${bed.ctx.portalId}`;
    await copyAll(bed.ctx);
    expect(batches()).toBe(2);
    expect(await readCopy(bed.ctx)).toMatchObject({ takesBatch: true });
  });

  test("is complete also where the portal cuts pages to a size of its own", async () => {
    const bed = await makeCopyBed(at, { entries: 2_600 });
    bed.portal.settings.largestPage = 200;

    await copyAll(bed.ctx);
    bed.portal.eventLog.append(900);
    await copyAll(bed.ctx);
    await copyAll(bed.ctx);

    await expectFollowed(bed, bed.portal.eventLog.rows);
  });

  test("begins with the first entry of a log that was empty", async () => {
    const bed = await makeCopyBed(at);
    await copyAll(bed.ctx);
    expect(await readCopy(bed.ctx)).toMatchObject({ state: "following", newestId: null });

    bed.portal.eventLog.append(3);
    await copyAll(bed.ctx);

    await expectFollowed(bed, bed.portal.eventLog.rows);
  });

  test("holds a thousand entries of one second and more", async () => {
    const bed = await makeCopyBed(at);
    const now = Math.floor(Date.now() / 1_000);
    const { eventLog } = bed.portal;
    eventLog.appendRows(Array.from({ length: 2_300 }, (_, n) => ({ at: now, itemId: String(n) })));

    await copyAll(bed.ctx);

    await expectFollowed(bed, eventLog.rows);
  });

  test("survives the portal's change to winter time", async () => {
    const bed = await makeCopyBed(at);
    const now = Math.floor(Date.now() / 1_000) - 7_200;
    const hour = (from: number) =>
      Array.from({ length: 60 }, (_, n) => ({ at: from + n * 60, itemId: `${from} ${n}` }));
    bed.portal.settings.serverOffsetMinutes = 120;
    bed.portal.eventLog.appendRows(hour(now));
    await copyAll(bed.ctx);
    bed.portal.settings.serverOffsetMinutes = 60;
    bed.portal.eventLog.appendRows(hour(now + 3_600));
    await copyAll(bed.ctx);

    await expectFollowed(bed, bed.portal.eventLog.rows);
    const offsets = await db.$queryRaw<{ offset: number; count: number }[]>`
      SELECT offset_minutes::int AS offset, count(*)::int AS count FROM entry
      WHERE portal_id = ${bed.ctx.portalId} GROUP BY 1 ORDER BY 1`;
    expect(offsets).toEqual([
      { offset: 60, count: 60 },
      { offset: 120, count: 60 },
    ]);
  });

  test("is made by one worker at a time, and the other one leaves at once", async () => {
    const bed = await makeCopyBed(at, { entries: 3_000 });

    const slices = await Promise.all([
      copyPortal(bed.ctx, { sliceMs: 20_000 }),
      copyPortal(bed.ctx, { sliceMs: 20_000 }),
    ]);

    expect(slices.map(({ outcome }) => outcome).sort()).toEqual(["busy", "done"]);
    await expectFollowed(bed, bed.portal.eventLog.rows);
  });

  test("learns the names of the users it meets, once, in the background", async () => {
    const bed = await makeCopyBed(at, { entries: 300 });
    await copyAll(bed.ctx);
    bed.portal.eventLog.append(20);
    await copyAll(bed.ctx);

    const names = await db.userName.findMany({ where: { portalId: bed.ctx.portalId } });
    const calls = cloud.journal.calls.filter(
      ({ memberId, method }) => memberId === bed.portal.memberId && method === "user.get",
    );

    expect(names.find(({ userId }) => userId === 1)?.name).toBe("Ann Admin");
    expect(calls.length).toBeLessThanOrEqual(2);
  });
});

describe("the time until the next reading", () => {
  test("is two seconds for a busy log and grows to a minute for a quiet one", async () => {
    const bed = await makeCopyBed(at, { entries: 10 });
    await copyAll(bed.ctx);
    expect((await readCopy(bed.ctx)).intervalMs).toBe(2_000);

    const intervals: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      await copyAll(bed.ctx);
      intervals.push((await readCopy(bed.ctx)).intervalMs);
    }
    expect(intervals).toEqual(intervals.toSorted((one, other) => one - other));
    expect(intervals.at(-1)).toBe(60_000);

    bed.portal.eventLog.append(1);
    await copyAll(bed.ctx);
    expect((await readCopy(bed.ctx)).intervalMs).toBe(2_000);
  });
});
