import { beforeEach, describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { claimLane } from "../../../lib/runs/claim-lane.ts";
import { deliverBatch } from "../../../lib/runs/deliver.ts";
import { appendLine, settleRun } from "../../../lib/runs/index.ts";
import type { RunKey } from "../../../lib/runs/internal.ts";
import { createTestDb } from "../../support/index.ts";
import { deliverAll, fakePortal, lost, makeCtx, makeRun, mustClaim, readRun } from "./bed.ts";

const { db } = await createTestDb({ maxConnections: 10 });

// What earlier tests left behind is not due for the later ones.
beforeEach(async () => {
  await db.portalLane.deleteMany();
});

async function addLines(ctx: PortalCtx, key: RunKey, count: number, from = 1): Promise<void> {
  for (let place = from; place < from + count; place += 1) {
    await appendLine(ctx, { ...key, message: `line ${place}` });
  }
}

async function settle(ctx: PortalCtx, key: RunKey): Promise<void> {
  await settleRun(ctx, { ...key, outcome: "success", message: "Done.", by: "work" });
}

async function endBlock(ctx: PortalCtx): Promise<void> {
  await db.portalLane.update({
    where: { portalId: ctx.portalId },
    data: { blockedUntil: null, dueAt: new Date(0) },
  });
}

const linesUpTo = (last: number): string =>
  Array.from({ length: last }, (_, place) => `line ${place + 1}`).join("\n");

describe("deliverBatch", () => {
  test("sends few lines one by one, in order", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx, { eventToken: "wf|A|1.abc" });
    await addLines(ctx, key, 3);
    const portal = fakePortal();

    expect(await deliverAll(ctx, portal)).toBe(1);

    expect(portal.log.map(({ text }) => text)).toEqual(["line 1", "line 2", "line 3"]);
    expect(portal.log[0]).toMatchObject({ method: "bizproc.activity.log", token: "wf|A|1.abc" });
    expect(await db.outbox.count({ where: { runId: key.runId, state: "done" } })).toBe(3);
  });

  test("joins a backlog in order and leaves nothing out", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await addLines(ctx, key, 400);
    const portal = fakePortal();

    expect(await deliverAll(ctx, portal)).toBe(1);

    expect(portal.log.map(({ text }) => text).join("\n")).toBe(linesUpTo(400));
    expect(Math.max(...portal.log.map(({ text }) => text.length))).toBeLessThanOrEqual(1_000);
    expect(portal.log.length).toBeLessThan(8);
  });

  test("ends a settled run with one batch: its lines as one, then the completion", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await addLines(ctx, key, 4);
    await settle(ctx, key);
    const portal = fakePortal();

    expect(await deliverAll(ctx, portal)).toBe(1);

    expect(portal.log.map(({ method, text }) => [method, text])).toEqual([
      ["bizproc.activity.log", linesUpTo(4)],
      ["bizproc.event.send", "Done."],
    ]);
    expect(portal.log[1]?.values).toEqual({ status: "ok", message: "Done." });
    const run = await readRun(ctx, key.runId);
    expect(run).toMatchObject({ state: "delivered", tokenSealed: null });
    expect(run.deliveredAt).not.toBeNull();
  });

  test("keeps the completion last when the lines need several batches", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    for (let place = 0; place < 60; place += 1) {
      await appendLine(ctx, { ...key, message: String(place).padEnd(900, ".") });
    }
    await settle(ctx, key);
    const portal = fakePortal();

    expect(await deliverAll(ctx, portal)).toBe(2);

    expect(portal.log).toHaveLength(61);
    expect(portal.log.map(({ text }) => Number.parseInt(text, 10)).slice(0, 60)).toEqual(
      Array.from({ length: 60 }, (_, place) => place),
    );
    expect(portal.log.at(-1)?.method).toBe("bizproc.event.send");
  });

  test("serves many runs in one batch, settled ones first", async () => {
    const ctx = await makeCtx(db);
    const keys = [];
    for (let place = 0; place < 30; place += 1) keys.push(await makeRun(ctx));
    for (const key of keys) await addLines(ctx, key, 8);
    for (const key of keys.slice(20)) await settle(ctx, key);
    const portal = fakePortal();

    const claim = await mustClaim(ctx);
    await deliverBatch(ctx, { claim, send: portal.send });

    expect(portal.log).toHaveLength(40);
    const methods = portal.log.slice(0, 20).map(({ method }) => method);
    expect(methods.filter((method) => method === "bizproc.event.send")).toHaveLength(10);
  });

  test("marks lines as repeated when the answer was lost, halves the batch and rests", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await addLines(ctx, key, 2);
    const portal = fakePortal({
      batch: (number) => (number === 1 ? { error: lost(), after: true } : undefined),
    });

    await deliverAll(ctx, portal);
    const lane = await db.portalLane.findUniqueOrThrow({ where: { portalId: ctx.portalId } });
    await addLines(ctx, key, 1, 3);
    await endBlock(ctx);
    await deliverAll(ctx, portal);

    expect(lane).toMatchObject({ batchSize: 25, failures: 1, blockReason: "portal_unavailable" });
    expect(lane.blockedUntil?.getTime()).toBeGreaterThan(Date.now() - 1_000);
    expect(portal.batches[1]?.map(({ text }) => text)).toEqual([
      "#1 line 1",
      "#2 line 2",
      "line 3",
    ]);
    const after = await db.portalLane.findUniqueOrThrow({ where: { portalId: ctx.portalId } });
    expect(after).toMatchObject({ batchSize: 50, failures: 0, blockReason: null });
  });

  test("keeps a lane that is in trouble at rest although new lines come", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await addLines(ctx, key, 1);
    const portal = fakePortal({ batch: () => ({ error: lost(), after: false }) });

    await deliverAll(ctx, portal);
    await addLines(ctx, key, 5, 2);
    await settle(ctx, key);

    expect(await deliverAll(ctx, portal)).toBe(0);
    expect(portal.batches).toHaveLength(1);
  });

  test("writes nothing after another worker took the lane", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await addLines(ctx, key, 1);
    await settle(ctx, key);
    const stale = await mustClaim(ctx);
    const portal = fakePortal({
      delay: async () => {
        await db.$executeRaw`UPDATE portal_lane SET lease_until = now() - interval '1 second'
          WHERE portal_id = ${ctx.portalId}`;
        await mustClaim(ctx);
      },
    });

    await deliverBatch(ctx, { claim: stale, send: portal.send });

    expect(portal.log).toHaveLength(2);
    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "settled" });
    expect(await db.outbox.count({ where: { runId: key.runId, state: "pending" } })).toBe(2);
    const lane = await db.portalLane.findUniqueOrThrow({ where: { portalId: ctx.portalId } });
    expect(lane).toMatchObject({ leaseOwner: "test", fence: stale.fence + 1n });
  });

  test("does not call at all when the lane was lost before", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await addLines(ctx, key, 1);
    const stale = await mustClaim(ctx);
    await db.$executeRaw`UPDATE portal_lane SET fence = fence + 1 WHERE portal_id = ${ctx.portalId}`;
    const portal = fakePortal();

    await deliverBatch(ctx, { claim: stale, send: portal.send });

    expect(portal.batches).toHaveLength(0);
  });

  test("does not strand a line that was committed while the lane was released", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await addLines(ctx, key, 1);
    const portal = fakePortal({ delay: async () => addLines(ctx, key, 1, 2) });
    const claim = await mustClaim(ctx);

    await deliverBatch(ctx, { claim, send: portal.send });

    const lane = await db.portalLane.findUniqueOrThrow({ where: { portalId: ctx.portalId } });
    expect(lane.dueAt?.getTime()).toBeLessThanOrEqual(Date.now());
    expect(await deliverAll(ctx, fakePortal())).toBe(1);
  });

  test("claims a lane once, also with many workers, and again after its lease is over", async () => {
    const ctx = await makeCtx(db);
    await addLines(ctx, await makeRun(ctx), 1);

    const claims = await Promise.all(
      Array.from({ length: 10 }, async () => claimLane(db, { owner: "many" })),
    );
    const held = claims.filter((claim) => claim?.portalId === ctx.portalId);
    await db.$executeRaw`UPDATE portal_lane SET lease_until = now() - interval '1 ms'
      WHERE portal_id = ${ctx.portalId}`;

    expect(held).toHaveLength(1);
    expect((await mustClaim(ctx)).fence).toBe((held[0]?.fence ?? 0n) + 1n);
  });
});
