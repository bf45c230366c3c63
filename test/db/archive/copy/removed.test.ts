import { describe, expect, test } from "vitest";
import { indexPortal } from "../../../../lib/archive/blocks/index-portal.ts";
import { getCoverage } from "../../../../lib/archive/index.ts";
import { dropMonths } from "../../../../lib/archive/keep/drop-months.ts";
import { saveRetention } from "../../../../lib/archive/keep/retention.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, makeArchive, makeEntry, shift } from "../keep/bed.ts";
import { appendMixed, dropAllAfterEach, makeMixed } from "../keep/mixed-months.ts";

const { db } = await createTestDb();
const { signal } = new AbortController();
const BEGIN = "2026-03-05T08:00:00.000Z";

dropAllAfterEach(db);

/** As if all of the log had been read since then. */
async function markLoaded({ portalId }: PortalCtx, since = BEGIN): Promise<void> {
  await db.$executeRaw`
    INSERT INTO archive_span (portal_id, epoch, low_id, high_id, state, low_at, high_at)
    VALUES (${portalId}, 0, 1, 10000, 'loaded', ${since}::timestamptz, now())`;
}

/** Entries of March and of April, of each 2 of 3 kept one month and the rest 36. */
async function makeTwoMonths(): Promise<PortalCtx> {
  const ctx = await makeMixed(db, { month: "2026-03" });
  const april = shift(ctx, "2026-04-28T12:00:00Z");
  await appendMixed(april, { month: "2026-04", first: 1_000, count: 300 });
  await indexPortal(april, { signal });
  await markLoaded(ctx);
  return ctx;
}

const drop = async (ctx: PortalCtx, day: string) =>
  dropMonths(shift(ctx, `${day}T00:00:00Z`), { signal });

describe("what retention removed", () => {
  test("is nothing as long as everything is kept", async () => {
    const ctx = await makeTwoMonths();

    expect(await getCoverage(ctx)).toMatchObject({ removed: [], loadedFrom: BEGIN });
  });

  test("is a part of the time while longer kept entries of it stay", async () => {
    const ctx = await makeTwoMonths();
    await drop(ctx, "2026-05-01");

    const { removed, loadedFrom, spans } = await getCoverage(ctx);

    expect(removed).toEqual([
      { from: BEGIN, to: "2026-04-01T00:00:00.000Z", months: 1, isWhole: false },
    ]);
    expect(loadedFrom).toBe(BEGIN);
    expect(spans.map(({ state }) => state)).toEqual(["before", "loaded"]);
  });

  test("is all of the time once the longest kept are over, and what is kept begins later", async () => {
    const ctx = await makeTwoMonths();
    await drop(ctx, "2026-05-01");
    await drop(ctx, "2029-04-01");

    const { removed, loadedFrom } = await getCoverage(ctx);

    expect(removed).toEqual([
      { from: BEGIN, to: "2026-04-01T00:00:00.000Z", months: 36, isWhole: true },
      {
        from: "2026-04-01T00:00:00.000Z",
        to: "2026-05-01T00:00:00.000Z",
        months: 1,
        isWhole: false,
      },
    ]);
    expect(loadedFrom).toBe("2026-04-10T10:00:00.000Z");
  });

  test("is everything up to its end when nothing is left", async () => {
    const ctx = await makeTwoMonths();
    await drop(ctx, "2029-05-01");

    const { removed, loadedFrom } = await getCoverage(ctx);

    expect(removed.map(({ isWhole }) => isWhole)).not.toContain(false);
    expect(removed.at(-1)?.to).toBe("2026-05-01T00:00:00.000Z");
    expect(loadedFrom).toBe("2026-05-01T00:00:00.000Z");
  });

  test("of another portal changes nothing", async () => {
    const ctx = await makeTwoMonths();
    const other = await makeArchive(db, { now: new Date("2026-04-28T12:00:00Z") });
    await appendMixed(other, { month: "2026-03", first: 1, count: 50 });
    await markLoaded(other);
    await drop(ctx, "2026-05-01");

    expect((await getCoverage(ctx)).removed).toHaveLength(1);
    expect(await getCoverage(other)).toMatchObject({ removed: [], loadedFrom: BEGIN });
  });

  test.each([null, BEGIN])("of an old year is the year (log known since: %s)", async (since) => {
    const ctx = await makeArchive(db);
    await saveRetention(ctx, { rules: { months: 1 } });
    await db.archiveSetting.updateMany({ data: { resortSince: null } });
    const times = ["2003-03-03T23:59:59+00:00", "2003-12-31T23:59:59+00:00"];
    await append(
      ctx,
      times.map((timestampX, index) => makeEntry(index + 1, { timestampX })),
    );
    if (since !== null) await markLoaded(ctx, since);
    await drop(ctx, "2026-11-22");

    const { removed, loadedFrom } = await getCoverage(ctx);

    expect(removed).toEqual([
      {
        from: "2003-01-01T00:00:00.000Z",
        to: "2004-01-01T00:00:00.000Z",
        months: 1,
        isWhole: true,
      },
    ]);
    expect(loadedFrom).toBe(since);
  });
});
