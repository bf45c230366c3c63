import { describe, expect, test } from "vitest";
import { findAgedHoles } from "../../../../lib/archive/copy/aged-holes.ts";
import { readState } from "../../../../lib/archive/copy/session.ts";
import { getCoverage } from "../../../../lib/archive/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { startTestCloud } from "../../../support/portal-cloud.ts";
import {
  copyAll,
  expectFollowed,
  makeCopyBed,
  passHours,
  requestsOf,
  rowsAt,
  storedIds,
  type CopyBed,
} from "./bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const at = { db, cloud };
const MINUTE = 60;
const HOUR = 60 * MINUTE;

const secondsNow = () => Math.floor(Date.now() / 1_000);

/** A log that is copied without some rows, which got their numbers long ago: the functions show them. */
async function arrange({ age, count = 1, batch = true }: ArrangeInput) {
  const bed = await makeCopyBed(at);
  const { settings, eventLog } = bed.portal;
  settings.hasBatchV3 = batch;
  settings.retentionDays = 0;
  const now = secondsNow();
  eventLog.appendRows(rowsAt(3, now - age - MINUTE));
  const commits = rowsAt(count, now - age).map((row) => eventLog.begin(row));
  eventLog.appendRows(rowsAt(3, now - age + MINUTE));
  // So that it is neither among the last hundred numbers nor among those of the last minutes.
  eventLog.appendRows(rowsAt(300, now - 20 * MINUTE));
  eventLog.appendRows(rowsAt(1, now));
  await copyAll(bed.ctx);
  const commit = (): void => {
    for (const one of commits) one();
  };
  return { ...bed, commit };
}

interface ArrangeInput {
  /** In seconds. */
  age: number;
  count?: number;
  batch?: boolean;
}

const storedCount = async ({ ctx }: CopyBed) => (await storedIds(ctx)).length;

describe.each([true, false])("a row that appears long after its number (batch: %s)", (batch) => {
  test.each([
    ["an hour", 1.5 * HOUR, 1],
    ["a day", 25 * HOUR, 2],
  ])("is found when its neighbours are %s old", async (_, age, hours) => {
    const bed = await arrange({ age, batch });
    bed.commit();
    await copyAll(bed.ctx);
    expect(await storedCount(bed)).toBe(bed.portal.eventLog.rows.length - 1);

    await passHours(bed.ctx, hours);
    await copyAll(bed.ctx);

    await expectFollowed(bed, bed.portal.eventLog.rows);
  });

  test("is found together with more than a page of others", async () => {
    const bed = await arrange({ age: 1.5 * HOUR, count: 2_300, batch });
    bed.commit();

    await passHours(bed.ctx, 1);
    await copyAll(bed.ctx);

    await expectFollowed(bed, bed.portal.eventLog.rows);
  });
});

describe("numbers that nothing was seen under", () => {
  test("cost no request of their own when they are asked for again", async () => {
    const bed = await arrange({ age: 1.5 * HOUR });
    const before = requestsOf(cloud, bed).length;
    const asked = () =>
      JSON.stringify(requestsOf(cloud, bed).at(-1)).includes(String(missing(bed)));

    await copyAll(bed.ctx);
    expect(asked()).toBe(false);
    await passHours(bed.ctx, 1);
    await copyAll(bed.ctx);
    expect(asked()).toBe(true);
    await copyAll(bed.ctx);
    expect(asked()).toBe(false);

    expect(requestsOf(cloud, bed).length - before).toBe(3);
  });

  test("are not asked for after a day: a row that appears then is missing where all counts as loaded", async () => {
    const bed = await arrange({ age: 30 * HOUR });
    await passHours(bed.ctx, 1);
    await copyAll(bed.ctx);

    bed.commit();
    await passHours(bed.ctx, 1);
    await copyAll(bed.ctx);

    expect(await storedCount(bed)).toBe(bed.portal.eventLog.rows.length - 1);
    const { percent, spans } = await getCoverage(bed.ctx);
    expect(percent).toBe(100);
    expect(spans.map(({ state }) => state)).toEqual(["before", "loaded"]);
  });
});

describe("looking for old numbers", () => {
  test("is given up when it takes too long, so that the tail is read on", async () => {
    const { ctx, portal } = await arrange({ age: 1.5 * HOUR });
    await passHours(ctx, 1);
    const copy = await readState(ctx);
    if (copy === null) throw new Error("The log is not copied.");
    const find = async () => findAgedHoles({ ctx, copy }, new Date());
    const low = BigInt((portal.eventLog.rows[2]?.id ?? 0) + 1);

    expect(await find()).toEqual([{ low, high: low }]);
    const found = await db.$transaction(
      async (tx) => {
        await tx.$executeRaw`LOCK TABLE archive_span IN ACCESS EXCLUSIVE MODE`;
        return find();
      },
      { timeout: 20_000 },
    );

    expect(found).toEqual([]);
  });
});

/** The number between the first rows that no row has yet. */
function missing({ portal }: CopyBed): number {
  return (portal.eventLog.rows[3]?.id ?? 0) - 1;
}
