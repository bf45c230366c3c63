import { describe, expect, test } from "vitest";
import { copyPortal } from "../../../../lib/archive/copy/copy-portal.ts";
import { getCoverage } from "../../../../lib/archive/index.ts";
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
  storedIds,
} from "./bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const at = { db, cloud };
const DAY = 86_400;
const now = Math.floor(Date.now() / 1_000);
describe("a log that counts from one again", () => {
  test("begins a new epoch beside the former one, and both are there", async () => {
    const bed = await makeCopyBed(at, { entries: 1_500 });
    const { portal, ctx } = bed;
    const former = [...portal.eventLog.rows];
    await copyAll(ctx);

    portal.eventLog.restart();
    portal.eventLog.appendRows(rowsAt(40, now + 1));
    await copyAll(ctx);
    portal.eventLog.appendRows(rowsAt(2, now + 50));
    await copyAll(ctx);

    await expectWhole(bed, [...portal.eventLog.rows, ...former]);
    expect((await readSpanRows(ctx)).map(({ epoch, state }) => [epoch, state])).toEqual([
      [0, "loaded"],
      [1, "loaded"],
    ]);
    expect(await readCopy(ctx)).toMatchObject({ epoch: 1, state: "following" });
    const { restarts } = await getCoverage(ctx);
    expect(restarts).toEqual([new Date((former.at(-1)?.at ?? 0) * 1_000).toISOString()]);
  });

  test("from an older state of itself, is told from what it had before", async () => {
    const bed = await makeCopyBed(at, { entries: 2_500 });
    const { portal, ctx } = bed;
    const former = [...portal.eventLog.rows];
    await copyAll(ctx);

    portal.eventLog.restart(former.slice(0, 2_100));
    const fresh = portal.eventLog.appendRows(rowsAt(40, now + 1));
    await copyAll(ctx);

    const stored = await storedIds(ctx);
    expect(stored).toHaveLength(former.length + fresh.length);
    expect(stored.filter(({ epoch }) => epoch === 1).map(({ id }) => id)).toEqual(
      fresh.map(({ id }) => id),
    );
  });

  test("in the middle of loading leaves the rest of the former one as lost", async () => {
    const bed = await makeCopyBed(at, { entries: 3_000 });
    const { portal, ctx } = bed;
    await copyPortal(ctx, { sliceMs: 0 });

    portal.eventLog.restart();
    portal.eventLog.appendRows(rowsAt(40, now + 1));
    await copyAll(ctx);

    expect((await readSpanRows(ctx)).map(({ epoch, state }) => [epoch, state])).toEqual([
      [0, "lost"],
      [0, "loaded"],
      [1, "loaded"],
    ]);
  });

  test("beyond our newest number while nobody looked is noticed by its oldest entry", async () => {
    const bed = await makeCopyBed(at);
    const { portal, ctx } = bed;
    portal.eventLog.restart();
    const former = portal.eventLog.appendRows(rowsAt(50, now - 3 * DAY));
    await copyAll(ctx);

    portal.eventLog.restart();
    const fresh = portal.eventLog.appendRows(rowsAt(400, now - DAY));
    await passHours(ctx, 72);
    await copyAll(ctx);

    const stored = await storedIds(ctx);
    expect(stored.filter(({ epoch }) => epoch === 0)).toHaveLength(former.length);
    expect(stored.filter(({ epoch }) => epoch === 1).map(({ id }) => id)).toEqual(
      fresh.map(({ id }) => id),
    );
  });

  test("is not taken for one because the server's time zone was changed", async () => {
    const bed = await makeCopyBed(at, { entries: 40 });
    const { portal, ctx } = bed;
    await copyAll(ctx);
    for (const row of portal.eventLog.rows) row.at += 3_600;
    portal.eventLog.append(2);
    await passHours(ctx, 72);

    await copyAll(ctx);

    expect(await readCopy(ctx)).toMatchObject({ epoch: 0 });
    expect(await storedIds(ctx)).toHaveLength(42);
  });

  test("is not taken for one while the portal shows an older state of itself", async () => {
    const bed = await makeCopyBed(at, { entries: 50 });
    const { portal, ctx } = bed;
    await copyAll(ctx);

    const gone = portal.eventLog.rows.splice(-5);
    await copyAll(ctx);
    portal.eventLog.rows.push(...gone);
    await copyAll(ctx);

    await expectFollowed(bed, portal.eventLog.rows);
  });
});
