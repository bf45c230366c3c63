import { beforeEach, describe, expect, test } from "vitest";
import { createTestDb } from "../../support/index.ts";
import { deliverAll, fakePortal, makeCtx, readRun } from "./bed.ts";
import {
  COMPLETION,
  dueInSeconds,
  lift,
  limit,
  limitingPortal,
  LINE,
  makeOpen,
  makeRunRows,
  makeSettled,
  sent,
} from "./limited-portal.ts";

const { db } = await createTestDb({ maxConnections: 10 });
const { rowsOf } = makeRunRows(db);

beforeEach(async () => {
  await db.portalLane.deleteMany();
});
describe("a refusal for the portal's limit on execution time", () => {
  test("counts no try, makes no row dead and holds back only what needs the method", async () => {
    const ctx = await makeCtx(db);
    const [open, free] = [await makeOpen(ctx, "one"), await makeSettled(ctx)];
    const portal = limitingPortal(ctx, (method) => method === LINE);

    for (let round = 0; round < 10; round += 1) {
      await deliverAll(ctx, portal);
      await lift(ctx);
    }

    expect(await rowsOf(open)).toMatchObject([{ state: "pending", attempts: 0, refusals: 0 }]);
    expect(await readRun(ctx, free.runId)).toMatchObject({ state: "delivered" });
    expect(await readRun(ctx, open.runId)).toMatchObject({ linesStopped: null });
    await deliverAll(ctx, fakePortal());
    expect(await rowsOf(open)).toMatchObject([{ state: "done" }]);
  });

  test("of a completion leaves its run settled until the reset", async () => {
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx);
    const portal = limitingPortal(ctx, (method) => method === COMPLETION);

    expect(await deliverAll(ctx, portal)).toBe(1);

    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "settled" });
    expect(await rowsOf(key)).toMatchObject([{ state: "pending", attempts: 0, refusals: 0 }]);
    expect(await dueInSeconds(ctx)).toBeGreaterThan(290);
  });

  test("that comes without warning beside an accepted completion is shown as left out, never as dead", async () => {
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx, "one");

    await deliverAll(
      ctx,
      limitingPortal(ctx, (method) => method === LINE),
    );

    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "delivered" });
    expect(await rowsOf(key)).toMatchObject([
      { state: "done", isOmitted: true, error: "portal_operation_limited" },
      { state: "done", isOmitted: false },
    ]);
  });

  test("is not forgotten at the reset: for ten minutes no completion stands behind its lines", async () => {
    const ctx = await makeCtx(db);
    await limit(ctx, LINE);
    await db.portalMethod.updateMany({
      where: { portalId: ctx.portalId },
      data: { blockedUntil: new Date(Date.now() - 1) },
    });
    const key = await makeSettled(ctx, "one");
    const portal = limitingPortal(ctx, (method, number) => method === LINE && number === 1);

    await deliverAll(ctx, portal);
    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "settled" });
    await lift(ctx);
    await deliverAll(ctx, portal);

    expect(sent(portal)).toEqual([
      [LINE, "one"],
      [COMPLETION, "Done."],
    ]);
  });
});
