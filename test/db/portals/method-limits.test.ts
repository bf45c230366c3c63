import { describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { AppError } from "../../../lib/errors.ts";
import { batchPortal, callPortal, listMethodLimits } from "../../../lib/portals/index.ts";
import {
  assertMethodFree,
  noteOperating,
  noteOperationRefusal,
} from "../../../lib/portals/method-limits.ts";
import { noteFault } from "../../../lib/portals/note-fault.ts";
import { createTestDb, makePortal, testCtx, testPortalCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const method = "bizproc.activity.log";

async function makeCtx(): Promise<PortalCtx> {
  const { portal } = await makePortal(db);
  return testPortalCtx(db, { portalId: portal.id });
}

async function waitSeconds(ctx: PortalCtx, name = method): Promise<number> {
  const [limit] = await listMethodLimits(ctx, [name]);
  return (limit?.waitMs ?? 0) / 1_000;
}

const inSeconds = (seconds: number) => Date.now() / 1_000 + seconds;

describe("a method that the portal refused for its execution time", () => {
  test.each([
    ["the refusal's own word", { retryAfterMs: 200_000 }, 200],
    ["what an accepted call beside it told", { resetAt: inSeconds(300) }, 300],
    ["a minute when nothing is known", {}, 60],
    ["a second at least", { retryAfterMs: -5_000 }, 1],
    ["ten minutes at most", { retryAfterMs: 7_200_000 }, 600],
  ])("waits by %s", async (_name, told, seconds) => {
    const ctx = await makeCtx();

    await noteOperationRefusal(ctx, { method, ...told });

    expect(Math.abs((await waitSeconds(ctx)) - seconds)).toBeLessThan(5);
  });

  test("waits by the last time block when the refusal tells nothing", async () => {
    const ctx = await makeCtx();
    await noteOperating(ctx, {
      method,
      time: { operating: 100, operating_reset_at: inSeconds(420) },
    });

    await noteFault(ctx, { method, error: new AppError("portal_operation_limited", "Used up.") });

    expect(Math.abs((await waitSeconds(ctx)) - 420)).toBeLessThan(5);
  });

  test("does not wait by a reset that is past", async () => {
    const ctx = await makeCtx();
    await noteOperating(ctx, {
      method,
      time: { operating: 100, operating_reset_at: inSeconds(-30) },
    });

    await noteOperationRefusal(ctx, { method });

    expect(Math.abs((await waitSeconds(ctx)) - 60)).toBeLessThan(5);
  });

  test("holds completions too, while a reported use, however high, leaves it to them", async () => {
    const ctx = await makeCtx();
    const time = { operating: 430, operating_reset_at: inSeconds(300) };
    const completion = { methods: [method], priority: "completion" as const };

    await noteOperating(ctx, { method, time });
    expect(await listMethodLimits(ctx, [method])).toMatchObject([{ lastWaitMs: null }]);
    await expect(assertMethodFree(ctx, completion)).resolves.toBeUndefined();
    await expect(assertMethodFree(ctx, { ...completion, priority: "line" })).rejects.toMatchObject({
      code: "portal_operation_limited",
    });
    await noteOperationRefusal(ctx, { method });

    const [limit] = await listMethodLimits(ctx, [method]);
    expect(limit?.lastWaitMs).toBeGreaterThan(50_000);
    // The lane holds them back by that, and tries them all the same near their deadline.
    await expect(assertMethodFree(ctx, completion)).resolves.toBeUndefined();
  });
});

test("a portal whose clock is a day ahead spaces calls by the window, not by its clock", async () => {
  const ctx = await makeCtx();
  const time = { operating: 330, operating_reset_at: inSeconds(86_400) };

  await noteOperating(ctx, { method, time });

  expect(await waitSeconds(ctx)).toBeGreaterThan(25);
  expect(await waitSeconds(ctx)).toBeLessThan(31);
});

test("a batch learns the reset from an accepted command of the refused method beside it", async () => {
  const portal = await cloud.addPortal();
  const scoped = await installPortal(testCtx(db), portal);
  portal.operating.add("server.time", { seconds: 30, nowMs: Date.now() });
  const match = { kind: "rest2", method: "server.time", memberId: portal.memberId } as const;
  cloud.faults.add([{ match, times: 1, action: { error: "OPERATION_TIME_LIMIT" } }]);
  const commands = ["a", "b"].map((id) => ({ id, method: "server.time", params: {} }));

  const items = await batchPortal(scoped, { commands, halt: false, priority: "line" });

  expect([...items.values()].map(({ ok }) => ok)).toEqual([false, true]);
  expect(await waitSeconds(scoped, "server.time")).toBeGreaterThan(400);
  const other = callPortal(scoped, { method: "profile", priority: "interactive" });
  await expect(other).resolves.toBeDefined();
});
