import { beforeEach, describe, expect, test } from "vitest";
import { AppError } from "../../../lib/errors.ts";
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
  wake,
} from "./limited-portal.ts";

const { db } = await createTestDb({ maxConnections: 10 });
const { rowsOf, setDeadline } = makeRunRows(db);

beforeEach(async () => {
  await db.portalLane.deleteMany();
});
describe("while lines are held for the portal's limit on execution time", () => {
  test("other runs' completions go, and a run with held lines keeps its completion back", async () => {
    const ctx = await makeCtx(db);
    const [open, held, free] = [
      await makeOpen(ctx, "open"),
      await makeSettled(ctx, "one", "two"),
      await makeSettled(ctx),
    ];
    await limit(ctx, LINE);
    const portal = fakePortal();

    await deliverAll(ctx, portal);
    const during = sent(portal);
    const dueIn = await dueInSeconds(ctx);
    await lift(ctx);
    await deliverAll(ctx, portal);

    expect(during).toEqual([[COMPLETION, "Done."]]);
    expect(await readRun(ctx, free.runId)).toMatchObject({ state: "delivered" });
    expect(dueIn).toBeGreaterThan(290);
    expect(dueIn).toBeLessThan(301);
    expect(sent(portal).slice(1)).toEqual([
      [LINE, "one\ntwo"],
      [COMPLETION, "Done."],
      [LINE, "open"],
    ]);
    expect(await readRun(ctx, held.runId)).toMatchObject({ state: "delivered" });
    expect((await rowsOf(open)).map(({ attempts }) => attempts)).toEqual([1]);
  });

  test("held runs take no place of those that may go, however many they are", async () => {
    const ctx = await makeCtx(db);
    for (let place = 0; place < 60; place += 1) await makeSettled(ctx, "held");
    const late = await makeSettled(ctx);
    await limit(ctx, LINE);
    const portal = fakePortal();

    expect(await deliverAll(ctx, portal)).toBeLessThan(4);

    expect(portal.log).toHaveLength(1);
    expect(await readRun(ctx, late.runId)).toMatchObject({ state: "delivered" });
  });

  test("a completion near its deadline goes with all held lines in its text", async () => {
    const ctx = await makeCtx(db);
    const texts = Array.from({ length: 120 }, (_, place) => `line ${place + 1}`);
    const key = await makeSettled(ctx, ...texts);
    const others = [];
    for (let place = 0; place < 49; place += 1) others.push(await makeSettled(ctx, "x"));
    for (const run of [key, ...others]) await setDeadline(run, 9);
    await limit(ctx, LINE);
    const portal = fakePortal();

    await deliverAll(ctx, portal);

    const mine = portal.log.filter(({ text }) => text.includes("line 1\n"));
    expect(mine.map(({ method, text }) => [method, text])).toEqual([
      [COMPLETION, [...texts, "Done."].join("\n")],
    ]);
    expect(mine[0]?.values).toEqual({ status: "ok", message: "Done." });
    expect(new Set((await rowsOf(key)).map(({ state }) => state))).toEqual(new Set(["done"]));
    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "delivered" });
    expect(portal.log).toHaveLength(50);
  });

  test("the lane is due again ten seconds before the first deadline of a held completion", async () => {
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx, "one");
    await setDeadline(key, 70);
    await limit(ctx, LINE);
    const portal = fakePortal();

    await deliverAll(ctx, portal);
    const dueIn = await dueInSeconds(ctx);
    await setDeadline(key, 9.9);
    await wake(ctx);
    await deliverAll(ctx, portal);

    expect(dueIn).toBeGreaterThan(55);
    expect(dueIn).toBeLessThan(60.1);
    expect(sent(portal)).toEqual([[COMPLETION, "one\nDone."]]);
  });

  test("a completion goes with its held lines five minutes after its run was settled", async () => {
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx, "one");
    await limit(ctx, LINE, 600);
    const portal = fakePortal();

    await deliverAll(ctx, portal);
    const dueIn = await dueInSeconds(ctx);
    const settledAt = new Date(Date.now() - 300_000);
    await db.run.updateMany({ where: { id: key.runId }, data: { settledAt } });
    await wake(ctx);
    await deliverAll(ctx, portal);

    expect(dueIn).toBeGreaterThan(290);
    expect(dueIn).toBeLessThan(301);
    expect(sent(portal)).toEqual([[COMPLETION, "one\nDone."]]);
  });

  test.each([
    ["refused for good", "portal_bad_request", false],
    ["lost with its answer", "portal_unavailable", true],
  ] as const)("a completion with lines that is %s goes alone next", async (_name, code, isLost) => {
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx, "one", "two");
    await setDeadline(key, 9);
    await limit(ctx, LINE);
    const error = new AppError(code, "Too long.", { isOutcomeUnknown: isLost });
    const portal = fakePortal({
      command: ({ text }) => (text === "Done." || isLost ? "ok" : error),
      batch: (number) => (isLost && number === 1 ? { error, after: false } : undefined),
    });

    await deliverAll(ctx, portal);
    await db.portalLane.updateMany({ data: { blockedUntil: null } });
    await wake(ctx);
    await deliverAll(ctx, portal);

    expect(portal.batches.map(([command]) => command?.text)).toEqual(["one\ntwo\nDone.", "Done."]);
    expect(await rowsOf(key)).toMatchObject([
      { state: "done", isOmitted: true },
      { state: "done", isOmitted: true },
      { state: "done", isOmitted: false },
    ]);
    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "delivered" });
  });

  test("a held completion is tried once near its deadline, and rests until the reset when refused", async () => {
    const ctx = await makeCtx(db);
    const key = await makeSettled(ctx);
    await setDeadline(key, 70);
    await limit(ctx, COMPLETION);
    const portal = limitingPortal(ctx, (method) => method === COMPLETION);

    await deliverAll(ctx, portal);
    const dueIn = await dueInSeconds(ctx);
    await setDeadline(key, 9.9);
    await wake(ctx);
    await deliverAll(ctx, portal);

    expect(dueIn).toBeGreaterThan(55);
    expect(dueIn).toBeLessThan(60.1);
    expect(portal.batches).toHaveLength(1);
    expect(await rowsOf(key)).toMatchObject([{ state: "pending", attempts: 0, refusals: 0 }]);
    expect(await dueInSeconds(ctx)).toBeGreaterThan(290);
  });

  test("lines of settled runs use the last tenth, those of running runs do not", async () => {
    const ctx = await makeCtx(db);
    await makeOpen(ctx, "open");
    await makeSettled(ctx, "last");
    await limit(ctx, LINE);
    await db.portalMethod.updateMany({
      where: { portalId: ctx.portalId },
      data: { operating: 400 },
    });
    const portal = fakePortal();

    await deliverAll(ctx, portal);

    expect(sent(portal)).toEqual([
      [LINE, "last"],
      [COMPLETION, "Done."],
    ]);
    // So near the limit a line may be refused: its completion does not stand in the same batch.
    expect(portal.batches.map((batch) => batch.length)).toEqual([1, 1]);
  });

  test("held completions let lines go", async () => {
    const ctx = await makeCtx(db);
    await makeOpen(ctx, "open");
    const key = await makeSettled(ctx, "last");
    await limit(ctx, COMPLETION);
    const portal = fakePortal();

    await deliverAll(ctx, portal);
    const during = sent(portal);
    await lift(ctx);
    await deliverAll(ctx, portal);

    expect(during).toEqual([
      [LINE, "last"],
      [LINE, "open"],
    ]);
    expect(sent(portal).slice(2)).toEqual([[COMPLETION, "Done."]]);
    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "delivered" });
  });
});
