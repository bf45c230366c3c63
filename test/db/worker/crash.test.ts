import { afterAll, describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { appendLine, settleRun } from "../../../lib/runs/index.ts";
import type { RunKey } from "../../../lib/runs/internal.ts";
import { createTestDb, until } from "../../support/index.ts";
import { makeCtx, makeRun, readRun } from "../runs/bed.ts";
import { openPortal, startChild, type Sent } from "./bed.ts";

const beds = await Promise.all([1, 2, 3, 4, 5, 6].map(async () => createTestDb()));
const portals = await Promise.all(beds.map(async () => openPortal()));
// The lease of a dead worker is 15 s; the rest is for a slow machine.
const RESUMED_MS = 60_000;

afterAll(() => {
  for (const portal of portals) portal.close();
});

function bed(place: number) {
  const [database, portal] = [beds[place], portals[place]];
  if (database === undefined || portal === undefined) throw new Error("no such bed");
  return { ...database, portal };
}

async function makeSettled(ctx: PortalCtx): Promise<RunKey> {
  const key = await makeRun(ctx);
  // The run is answered already: its job has nothing left to do.
  for (const message of ["a", "b"]) await appendLine(ctx, { ...key, message });
  await settleRun(ctx, { ...key, outcome: "success", message: "Done.", by: "work" });
  return key;
}

const texts = (sent: Sent[]): string[] => sent.map(({ text }) => text);

describe.concurrent("a worker that dies", () => {
  test("before the call is replaced, and nothing is sent twice", async () => {
    const { db, url, portal } = bed(0);
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx);

    const first = await startChild(url, portal, "before-send:kill");
    expect((await first.exited).signal).toBe("SIGKILL");
    const second = await startChild(url, portal);
    await until(async () => (await readRun(ctx, key.runId)).state === "delivered", {
      timeoutMs: RESUMED_MS,
    });
    second.child.kill("SIGTERM");

    // It may have been sent, as far as the database knows: hence the marks.
    expect(texts(portal.sent)).toEqual(["#1 a\n#2 b", "Done."]);
    expect((await second.exited).code).toBe(0);
  });

  test("after the call repeats one batch, with marks", async () => {
    const { db, url, portal } = bed(1);
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx);

    const first = await startChild(url, portal, "after-send:kill");
    await first.exited;
    const second = await startChild(url, portal);
    await until(async () => (await readRun(ctx, key.runId)).state === "delivered", {
      timeoutMs: RESUMED_MS,
    });
    second.child.kill("SIGKILL");

    expect(texts(portal.sent)).toEqual(["a\nb", "Done.", "#1 a\n#2 b", "Done."]);
  });

  test("after its results were written repeats nothing and strands nothing", async () => {
    const { db, url, portal } = bed(2);
    const ctx = await makeCtx(db);
    await makeSettled(ctx);

    const first = await startChild(url, portal, "after-record:kill");
    await first.exited;
    const key = await makeSettled(ctx);
    const second = await startChild(url, portal);
    await until(async () => (await readRun(ctx, key.runId)).state === "delivered", {
      timeoutMs: RESUMED_MS,
    });
    second.child.kill("SIGKILL");

    expect(texts(portal.sent)).toEqual(["a\nb", "Done.", "a\nb", "Done."]);
  });

  test("in the middle of a step's work leaves the run to another one", async () => {
    const { db, url, portal } = bed(3);
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx, { properties: { query: "slow" } });

    const first = await startChild(url, portal);
    await until(() => portal.works === 1);
    first.child.kill("SIGKILL");
    await first.exited;
    await db.run.updateMany({ where: { id: key.runId }, data: { properties: { query: "fast" } } });
    const second = await startChild(url, portal);
    await until(async () => (await readRun(ctx, key.runId)).state === "delivered", {
      timeoutMs: RESUMED_MS,
    });
    second.child.kill("SIGKILL");

    expect(await readRun(ctx, key.runId)).toMatchObject({ outcome: "success", attempt: 2 });
  });
});

describe.concurrent("a worker that is paused beyond its lease", () => {
  test("changes nothing when it wakes up", async () => {
    const { db, url, portal } = bed(4);
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx);

    const first = await startChild(url, portal, "after-send:pause=22000");
    await until(() => portal.sent.length === 2);
    // Its pause is long enough for another one to start and to do the work, on a busy machine too.
    await db.$executeRaw`UPDATE portal_lane SET lease_until = now()`;
    const second = await startChild(url, portal);
    await until(async () => (await readRun(ctx, key.runId)).state === "delivered", {
      timeoutMs: RESUMED_MS,
    });
    const lane = { where: { portalId: ctx.portalId, leaseOwner: null } };
    const before = await until(async () => db.portalLane.findFirst(lane));
    const rows = await db.outbox.findMany({ where: { runId: key.runId }, orderBy: { seq: "asc" } });
    second.child.kill("SIGKILL");
    first.child.kill("SIGTERM");
    await first.exited;

    expect(await db.portalLane.findFirst(lane)).toEqual(before);
    expect(
      await db.outbox.findMany({ where: { runId: key.runId }, orderBy: { seq: "asc" } }),
    ).toEqual(rows);
    expect(rows.map(({ state }) => state)).toEqual(["done", "done", "done"]);
    expect(Math.min(...rows.map(({ attempts }) => attempts))).toBeGreaterThan(1);
  });
});

describe.concurrent("a worker that is told to stop", () => {
  test("gives its lanes and runs back at once", async () => {
    const { db, url, portal } = bed(5);
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx, { properties: { query: "slow" } });
    portal.isHanging = true;

    const first = await startChild(url, portal);
    await until(() => portal.works === 1 && portal.sent.length === 1);
    first.child.kill("SIGTERM");
    expect((await first.exited).code).toBe(0);
    // What nobody else could take up before a lease or a claim runs out.
    const held = await db.$queryRaw<unknown[]>`
      SELECT 'lane' AS held FROM portal_lane WHERE lease_owner IS NOT NULL
      UNION ALL SELECT name FROM pgboss.job WHERE state = 'active'`;
    portal.isHanging = false;
    await db.run.updateMany({ where: { id: key.runId }, data: { properties: { query: "fast" } } });
    const second = await startChild(url, portal);
    await until(async () => (await readRun(ctx, key.runId)).state === "delivered", {
      timeoutMs: RESUMED_MS,
    });
    second.child.kill("SIGKILL");

    const run = await readRun(ctx, key.runId);
    expect(held).toEqual([]);
    expect(run).toMatchObject({ attempt: 2, crashes: 1, outcome: "success" });
    expect(await db.workerHeartbeat.count()).toBeLessThanOrEqual(1);
  });
});
