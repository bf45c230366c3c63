import { afterEach, describe, expect, test } from "vitest";
import { copyJob, copyTickJob } from "../../../../lib/archive/index.ts";
import { getMetrics } from "../../../../lib/health/index.ts";
import { enqueue, openListener, startQueue } from "../../../../lib/queue/index.ts";
import { createTestDb, testCtx, until } from "../../../support/index.ts";
import { startTestCloud } from "../../../support/portal-cloud.ts";
import {
  expectFollowed,
  makeCopyBed,
  readCopy,
  requestsOf,
  storedIds,
  type CopyBed,
} from "./bed.ts";

const { db, url } = await createTestDb({ maxConnections: 16 });
const cloud = await startTestCloud();
const at = { db, cloud };
const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  cloud.faults.clear();
  await db.$executeRaw`DELETE FROM pgboss.job`;
  await db.$executeRaw`UPDATE portal SET state = 'removed'`;
});

async function work(): Promise<void> {
  const listener = openListener({ url });
  const queue = await startQueue({ url, db, listener, jobs: [copyTickJob(), copyJob()] });
  running.push({
    stop: async () => {
      await queue.stop(5_000);
      await listener.close();
    },
  });
}

async function makeReady(entries: number): Promise<CopyBed> {
  const bed = await makeCopyBed(at, { entries });
  await db.portal.update({
    where: { id: bed.ctx.portalId },
    data: { setup: { checks: [], isComplete: true, checkedAt: new Date().toISOString() } },
  });
  return bed;
}

const tick = async () => enqueue(db, "archive.tick", {});
const countOf = async ({ ctx }: CopyBed) => (await storedIds(ctx)).length;

describe("the tick", () => {
  test("has every log copied whose time has come, and none before its installation was checked", async () => {
    const ready = [await makeReady(1_500), await makeReady(20)];
    const raw = await makeCopyBed(at, { entries: 20 });
    await work();
    await tick();

    for (const bed of ready) {
      const { rows } = bed.portal.eventLog;
      await until(async () => (await countOf(bed)) === rows.length);
      await until(async () => (await readCopy(bed.ctx)).state === "following");
    }
    expect(await countOf(raw)).toBe(0);
    expect(requestsOf(cloud, raw)).toEqual([]);
  });

  test("comes back to a busy log within two seconds by itself", async () => {
    const bed = await makeReady(20);
    await work();
    await tick();
    await until(async () => (await countOf(bed)) === 20);

    bed.portal.eventLog.append(1);
    await until(async () => (await countOf(bed)) === 21);

    expect((await readCopy(bed.ctx)).intervalMs).toBe(2_000);
    await expectFollowed(bed, bed.portal.eventLog.rows);
  });

  test("leaves a portal alone that refused until its pause is over", async () => {
    const bed = await makeReady(20);
    const match = { kind: "rest3" as const, memberId: bed.portal.memberId };
    cloud.faults.add([{ match, action: { status: 503 } }]);
    await work();
    await tick();
    await until(async () => (await db.archiveCopy.count({ where: { failures: 1 } })) === 1);
    const asked = requestsOf(cloud, bed).length;

    await tick();
    await until(async () => {
      const open = await db.$queryRaw<unknown[]>`
        SELECT 1 AS one FROM pgboss.job WHERE name LIKE 'archive.%' AND state < 'completed'`;
      return open.length === 0;
    });

    expect(requestsOf(cloud, bed)).toHaveLength(asked);
  });
});

describe("portals that hang", () => {
  test("do not hold up the logs of others", async () => {
    const hanging: CopyBed[] = [];
    for (let place = 0; place < 6; place += 1) hanging.push(await makeReady(10));
    for (const { portal } of hanging) {
      const match = { kind: "rest3" as const, memberId: portal.memberId };
      cloud.faults.add([{ match, action: { delayMs: 60_000 } }]);
    }
    await work();
    await tick();
    // All ordinary places are taken.
    await until(
      async () => (await db.archiveCopy.count({ where: { leaseOwner: { not: null } } })) >= 4,
    );
    const others = [await makeReady(30), await makeReady(30), await makeReady(30)];
    await tick();

    for (const bed of others) await until(async () => (await countOf(bed)) === 30);
    const portalId = { in: hanging.map(({ ctx }) => ctx.portalId) };
    const failed = await db.archiveCopy.count({ where: { portalId, failures: { gt: 0 } } });

    // Each of the requests that hang is given up after 25 s, which is a failure.
    expect(failed).toBe(0);
  });
});

test("the metrics tell how logs are copied", async () => {
  const bed = await makeReady(10);
  await work();
  await tick();
  await until(async () => (await countOf(bed)) === 10);
  await until(async () => (await readCopy(bed.ctx)).state === "following");

  const text = await getMetrics(testCtx(db));

  expect(text).toContain('logbook_archive_portals{state="following",reason=""} 1');
  expect(text).toMatch(/logbook_archive_read_oldest_seconds \d/);
});
