import { beforeEach, describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import type { AppError } from "../../../lib/errors.ts";
import { appendLine, settleRun, unblockLane } from "../../../lib/runs/index.ts";
import type { RunKey } from "../../../lib/runs/internal.ts";
import { createTestDb } from "../../support/index.ts";
import { deliverAll, fakePortal, lost, makeCtx, makeRun, readRun, refused } from "./bed.ts";

const { db } = await createTestDb({ maxConnections: 10 });

beforeEach(async () => {
  await db.portalLane.deleteMany();
});

async function makeSettled(ctx: PortalCtx, lines = 1): Promise<RunKey> {
  const key = await makeRun(ctx);
  for (let place = 1; place <= lines; place += 1) {
    await appendLine(ctx, { ...key, message: `line ${place}` });
  }
  await settleRun(ctx, { ...key, outcome: "success", message: "Done.", by: "work" });
  return key;
}

async function readLane(ctx: PortalCtx) {
  return db.portalLane.findUniqueOrThrow({ where: { portalId: ctx.portalId } });
}

async function statesOf({ runId }: RunKey): Promise<string[]> {
  const rows = await db.outbox.findMany({ where: { runId }, orderBy: { seq: "asc" } });
  return rows.map(({ state }) => state);
}

const onLog = (error: AppError) => (command: { method: string }) =>
  command.method === "bizproc.activity.log" ? error : "ok";
const onSend = (error: AppError) => (command: { method: string }) =>
  command.method === "bizproc.event.send" ? error : "ok";

describe("an answer about one command", () => {
  test("that refuses the event token of a line stops the lines and keeps the run", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await appendLine(ctx, { ...key, message: "one" });

    await deliverAll(ctx, fakePortal({ command: onLog(refused("portal_token_refused")) }));
    await appendLine(ctx, { ...key, message: "two" });

    expect(await readRun(ctx, key.runId)).toMatchObject({
      state: "running",
      linesStopped: "token",
    });
    expect(await statesOf(key)).toEqual(["dead", "kept"]);
  });

  test("that refuses the event token of a completion makes the run undeliverable", async () => {
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx);

    await deliverAll(ctx, fakePortal({ command: () => refused("portal_token_refused") }));

    expect(await readRun(ctx, key.runId)).toMatchObject({
      state: "undeliverable",
      undeliverableCause: "token",
      tokenSealed: null,
    });
    expect(await statesOf(key)).toEqual(["dead", "dead"]);
  });

  test("that a line's process is gone does not keep the completion back", async () => {
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx);
    const portal = fakePortal({ command: onLog(refused("portal_workflow_gone")) });

    expect(await deliverAll(ctx, portal)).toBe(1);

    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "delivered" });
    expect(await statesOf(key)).toEqual(["dead", "done"]);
  });

  test("leaves the commands beside it alone", async () => {
    const ctx = await makeCtx(db);
    const [bad, good] = [await makeRun(ctx), await makeRun(ctx)];
    for (const key of [bad, good]) await appendLine(ctx, { ...key, message: key.runId });
    const portal = fakePortal({
      command: ({ text }) => (text === bad.runId ? refused("portal_bad_request") : "ok"),
    });

    await deliverAll(ctx, portal);

    expect(await statesOf(bad)).toEqual(["dead"]);
    expect(await statesOf(good)).toEqual(["done"]);
    expect(await readRun(ctx, bad.runId)).toMatchObject({ state: "running", linesStopped: null });
  });

  test("that may pass is followed by another try, which holds back its run only", async () => {
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx, 0);
    const other = await makeSettled(ctx, 0);
    let refusals = 0;
    const portal = fakePortal({
      command: () => ((refusals += 1) === 1 ? refused("portal_unavailable") : "ok"),
    });

    expect(await deliverAll(ctx, portal)).toBe(1);
    const [row] = await db.outbox.findMany({ where: { runId: key.runId } });
    await db.outbox.updateMany({ where: { runId: key.runId }, data: { dueAt: new Date(0) } });
    await unblockLane(ctx);
    await deliverAll(ctx, portal);

    expect(row).toMatchObject({ state: "pending", refusals: 1, attempts: 0 });
    expect(row?.dueAt.getTime()).toBeGreaterThan(Date.now());
    expect(await readRun(ctx, other.runId)).toMatchObject({ state: "delivered" });
    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "delivered" });
  });

  test("that never passes ends after eight tries", async () => {
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx, 0);
    const portal = fakePortal({ command: () => refused("portal_unavailable") });

    for (let round = 0; round < 8; round += 1) {
      await db.outbox.updateMany({ where: { runId: key.runId }, data: { dueAt: new Date(0) } });
      await unblockLane(ctx);
      await deliverAll(ctx, portal);
    }

    expect(portal.batches).toHaveLength(8);
    expect(await readRun(ctx, key.runId)).toMatchObject({
      state: "undeliverable",
      undeliverableCause: "portal_unavailable",
    });
  });

  test("that a limit is reached counts nothing and lets the lane pause", async () => {
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx, 0);
    const portal = fakePortal({ command: onSend(refused("portal_rate_limited", 60_000)) });

    await deliverAll(ctx, portal);

    const lane = await readLane(ctx);
    expect(await statesOf(key)).toEqual(["pending"]);
    expect(await db.outbox.findFirst({ where: { runId: key.runId } })).toMatchObject({
      attempts: 0,
      refusals: 0,
    });
    expect(lane.blockedUntil?.getTime()).toBeGreaterThan(Date.now() + 50_000);
  });

  test("about a line that later lines overtook lets it follow with its number", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    for (const message of ["a", "b"]) await appendLine(ctx, { ...key, message });
    let isFirst = true;
    const portal = fakePortal({
      command: ({ text }) => {
        if (text !== "a" || !isFirst) return "ok";
        isFirst = false;
        return refused("portal_unavailable");
      },
    });

    await deliverAll(ctx, portal);
    await db.outbox.updateMany({ where: { runId: key.runId }, data: { dueAt: new Date(0) } });
    await unblockLane(ctx);
    await deliverAll(ctx, portal);

    expect(portal.log.map(({ text }) => text)).toEqual(["b", "#1 a"]);
  });
});

describe("an answer about the whole batch", () => {
  test.each([
    ["portal_payment_required", 80_000_000],
    ["auth_lost", 80_000_000],
    ["portal_overloaded", 3_000_000],
    ["portal_removed", 50_000],
  ] as const)("%s blocks the lane and says why", async (code, atLeastMs) => {
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx);

    await deliverAll(ctx, fakePortal({ batch: () => ({ error: refused(code), after: false }) }));

    const lane = await readLane(ctx);
    expect(lane).toMatchObject({ blockReason: code, batchSize: 50 });
    expect(lane.blockedUntil?.getTime()).toBeGreaterThan(Date.now() + atLeastMs);
    expect(await statesOf(key)).toEqual(["pending", "pending"]);
    expect(await db.outbox.count({ where: { runId: key.runId, attempts: { gt: 0 } } })).toBe(0);
  });

  test("that there is no permit only delays, and a completion need not wait for it", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await appendLine(ctx, { ...key, message: "one" });
    const busy = fakePortal({
      batch: () => ({ error: refused("portal_rate_limited", 30_000), after: false }),
    });

    await deliverAll(ctx, busy);
    const lane = await readLane(ctx);
    await settleRun(ctx, { ...key, outcome: "success", message: "Done.", by: "work" });
    const portal = fakePortal();

    expect(lane).toMatchObject({ failures: 0, blockReason: null });
    expect(lane.dueAt?.getTime()).toBeGreaterThan(Date.now() + 20_000);
    expect(await deliverAll(ctx, portal)).toBe(1);
    expect(portal.log.map(({ text }) => text)).toEqual(["one", "Done."]);
  });

  test("that is lost grows the pause and shrinks the batch to five", async () => {
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx);
    const portal = fakePortal({ batch: () => ({ error: lost(), after: false }) });

    for (let round = 0; round < 6; round += 1) {
      await db.portalLane.update({
        where: { portalId: ctx.portalId },
        data: { blockedUntil: null, dueAt: new Date(0) },
      });
      await deliverAll(ctx, portal);
    }

    expect(await readLane(ctx)).toMatchObject({ failures: 6, batchSize: 5 });
    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "settled" });
  });

  test("does not concern the lane of another portal", async () => {
    const [dead, quiet] = [await makeCtx(db), await makeCtx(db)];
    await makeSettled(dead);
    await deliverAll(dead, fakePortal({ batch: () => ({ error: lost(), after: false }) }));
    const key = await makeSettled(quiet);

    await deliverAll(quiet, fakePortal());

    expect(await readRun(quiet, key.runId)).toMatchObject({ state: "delivered" });
  });

  test("does not come at all for a suspended portal", async () => {
    const ctx = await makeCtx(db);
    await makeSettled(ctx);
    await db.portal.update({ where: { id: ctx.portalId }, data: { state: "suspended" } });

    expect(await deliverAll(ctx, fakePortal())).toBe(0);
  });
});
