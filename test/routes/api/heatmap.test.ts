import { describe, expect, test } from "vitest";
import { GET as getHeatMap } from "../../../app/api/v1/heatmap/route.ts";
import { appendEntries } from "../../../lib/archive/index.ts";
import type { HeatMap } from "../../../lib/archive/shared.ts";
import { makeEntry } from "../../db/archive/store/bed.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

async function newFrame(entries: number) {
  const portal = await cloud.addPortal({ edition: "enterprise", entries });
  portal.settings.logsRestUse = false;
  const ctx = await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  const frame = await openFrame(portal);
  const read = async (query: string): Promise<HeatMap> => {
    const answer = await frame.call(getHeatMap, { path: `/api/v1/heatmap?${query}` });
    expect(answer.status).toBe(200);
    return (await answer.json()) as HeatMap;
  };
  return { ctx, frame, read };
}

const own = await newFrame(0);
const DAY = 86_400;
// A Thursday, 12:00 in Berlin.
const noon = Date.parse("2026-10-22T10:00:00Z") / 1_000;
const at = [noon, noon + 59 * 60, noon + 7 * DAY + 3_600, noon + 25 * DAY];
const rows = at.map((seconds, place) =>
  makeEntry(9_000_000 + place, {
    auditTypeId: "EXAMPLE",
    timestampX: new Date(seconds * 1_000).toISOString(),
  }),
);
await appendEntries(own.ctx, { epoch: 0, rows });

describe("the heat map", () => {
  test("counts by hours and days of the week as the clock of the zone shows them", async () => {
    const berlin = await own.read("tz=Europe/Berlin&q=type:EXAMPLE");
    const tokyo = await own.read("tz=Asia/Tokyo&q=type:EXAMPLE");

    // Summer time ended in between: the third one is an hour later in UTC and the same hour there.
    expect(berlin.days[3]?.[12]).toBe(3);
    expect(berlin.days[0]?.[11]).toBe(1);
    expect(tokyo.days[3]?.[19]).toBe(2);
    expect(berlin).toMatchObject({ total: 4, isExact: true });
  });

  test("counts every entry of a range longer than one window once", async () => {
    const found = await own.read(
      "q=type:EXAMPLE&from=2026-01-01T00:00:00Z&to=2026-11-21T00:00:00Z",
    );

    expect(found.total).toBe(4);
    expect(found.days.flat().reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(found).toMatchObject({ from: "2026-01-01T00:00:00.000Z", isExact: true });
  });

  test("holds nothing outside of the range and the query", async () => {
    expect(await own.read("from=2026-10-22T10:30:00Z&to=2026-10-23T00:00:00Z")).toMatchObject({
      total: 1,
    });
    expect(await own.read("q=type:NOTHING")).toMatchObject({ total: 0 });
  });

  test.each(["from=soon", "tz=Moon/Base"])("refuses %s", async (query) => {
    const answer = await own.frame.call(getHeatMap, { path: `/api/v1/heatmap?${query}` });

    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
  });

  test("is not given to another portal's session", async () => {
    const other = await newFrame(0);

    const answer = await other.frame.call(getHeatMap, {
      path: "/api/v1/heatmap",
      portalKey: own.frame.view.portal.key,
    });
    const theirs = await other.read("q=type:EXAMPLE");

    expect(answer.status).toBe(401);
    expect(theirs.total).toBe(0);
  });
});
