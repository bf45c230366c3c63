import { describe, expect, test } from "vitest";
import { createTestDb } from "../../../support/index.ts";
import { startTestCloud } from "../../../support/portal-cloud.ts";
import { copyAll, expectFollowed, makeCopyBed, readCopy, requestsOf } from "./bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const at = { db, cloud };

const row = (itemId: string) => ({ itemId, auditTypeId: "USER_LOGOUT" });

describe.each([true, false])(
  "a row that is committed after higher numbers (batch: %s)",
  (batch) => {
    test("is found, in whatever order they appear", async () => {
      const bed = await makeCopyBed(at, { entries: 20 });
      bed.portal.settings.hasBatchV3 = batch;
      const { eventLog } = bed.portal;
      const commits = [1, 2, 3, 4, 5, 6].map((n) => {
        const commit = eventLog.begin(row(`late ${n}`));
        eventLog.append(n);
        return commit;
      });
      await copyAll(bed.ctx);

      for (const place of [5, 0, 3, 2, 4, 1]) {
        commits[place]?.();
        eventLog.append(place % 2);
        await copyAll(bed.ctx);
        await expectFollowed(bed, eventLog.rows);
      }
    });

    test("is found behind hundreds of newer ones", async () => {
      const bed = await makeCopyBed(at, { entries: 20 });
      bed.portal.settings.hasBatchV3 = batch;
      const { eventLog } = bed.portal;
      const commit = eventLog.begin(row("late"));
      eventLog.append(700);
      await copyAll(bed.ctx);

      commit();
      await copyAll(bed.ctx);

      await expectFollowed(bed, eventLog.rows);
    });
  },
);

describe("a row that is committed late", () => {
  test("is found after a long time when few came since", async () => {
    const bed = await makeCopyBed(at);
    const { eventLog } = bed.portal;
    const now = Math.floor(Date.now() / 1_000);
    eventLog.appendRows([{ ...row("a"), at: now - 9_000 }]);
    const commit = eventLog.begin({ ...row("late"), at: now - 8_000 });
    eventLog.appendRows([
      { ...row("b"), at: now - 7_000 },
      { ...row("c"), at: now },
    ]);
    await copyAll(bed.ctx);

    commit();
    await copyAll(bed.ctx);

    await expectFollowed(bed, eventLog.rows);
  });

  test("is found among more missing numbers than one request asks for", async () => {
    const bed = await makeCopyBed(at);
    const { eventLog } = bed.portal;
    const commits = Array.from({ length: 2_300 }, (_, n) => {
      const commit = eventLog.begin(row(`late ${n}`));
      if (n % 5 === 0) eventLog.append(1);
      return commit;
    });
    eventLog.append(1);
    await copyAll(bed.ctx);

    for (const commit of [commits[2_290], commits[1_200], commits[3]]) commit?.();
    for (let round = 0; round < 4; round += 1) await copyAll(bed.ctx);

    await expectFollowed(bed, eventLog.rows);
  });

  test("costs no request of its own", async () => {
    const bed = await makeCopyBed(at, { entries: 200 });
    await copyAll(bed.ctx);
    const before = requestsOf(cloud, bed).length;

    bed.portal.eventLog.append(5);
    await copyAll(bed.ctx);

    expect(requestsOf(cloud, bed).length - before).toBe(1);
    expect(await readCopy(bed.ctx)).toMatchObject({ failures: 0 });
    expect(cloud.journal.violations).toEqual([]);
  });

  test("is found when the same page comes twice, because its answer was lost", async () => {
    const bed = await makeCopyBed(at, { entries: 50 });
    const { memberId, eventLog } = bed.portal;
    await copyAll(bed.ctx);
    const commit = eventLog.begin(row("late"));
    eventLog.append(30);
    const match = { kind: "rest3" as const, memberId };
    cloud.faults.add([{ match, times: 1, action: { dropAfter: true } }]);

    await copyAll(bed.ctx);
    expect(await readCopy(bed.ctx)).toMatchObject({ failures: 1, reason: "portal_unavailable" });
    commit();
    await copyAll(bed.ctx);
    await copyAll(bed.ctx);

    await expectFollowed(bed, eventLog.rows);
  });
});
