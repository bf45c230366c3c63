import { describe, expect, test } from "vitest";
import { unseal } from "../../../lib/db/index.ts";
import { startRun } from "../../../lib/runs/index.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../support/index.ts";
import { callInput, makeCtx, readRun } from "./bed.ts";

const { db } = await createTestDb();

async function countJobs(runId: string): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pgboss.job
    WHERE name = 'run.execute' AND data->>'runId' = ${runId}`;
  return rows[0]?.count ?? 0;
}

describe("startRun", () => {
  test("stores a run with its sealed token and one job", async () => {
    const ctx = await makeCtx(db);
    const input = callInput();

    const { runId, isNew } = await startRun(ctx, input);

    const run = await readRun(ctx, runId);
    expect(isNew).toBe(true);
    expect(run).toMatchObject({ state: "received", portalId: ctx.portalId, attempt: 0 });
    expect(run.calledAt).toEqual(input.calledAt);
    expect(run.tokenSealed).not.toContain(input.eventToken);
    expect(unseal(run.tokenSealed ?? "", "event-token")).toBe(input.eventToken);
    expect(await countJobs(runId)).toBe(1);
  });

  test("gives the same run for the same token, also for calls at the same time", async () => {
    const ctx = await makeCtx(db);
    const input = callInput();

    const first = await startRun(ctx, input);
    const again = await Promise.all(Array.from({ length: 20 }, async () => startRun(ctx, input)));
    const fresh = callInput();
    const together = await Promise.all(
      Array.from({ length: 20 }, async () => startRun(ctx, fresh)),
    );

    expect(again.every(({ runId, isNew }) => runId === first.runId && !isNew)).toBe(true);
    expect(new Set(together.map(({ runId }) => runId)).size).toBe(1);
    expect(together.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await countJobs(first.runId)).toBe(1);
    expect(await db.run.count({ where: { portalId: ctx.portalId } })).toBe(2);
  });

  test("finds a repeated call that carries no usable time", async () => {
    const ctx = await makeCtx(db);
    const untimed = callInput({ calledAt: null });
    const ancient = callInput({ calledAt: new Date("2001-01-01T00:00:00Z") });

    const results = [];
    for (const input of [untimed, untimed, ancient, ancient])
      results.push(await startRun(ctx, input));

    expect(results.map(({ isNew }) => isNew)).toEqual([true, false, true, false]);
    expect((await readRun(ctx, results[0]?.runId ?? "")).calledAt.getUTCDate()).toBe(1);
  });

  test("keeps equal tokens of two portals apart", async () => {
    const [mine, other] = [await makeCtx(db), await makeCtx(db)];
    const input = callInput();

    const [left, right] = await Promise.all([startRun(mine, input), startRun(other, input)]);

    expect(left.isNew && right.isNew).toBe(true);
    expect(left.runId).not.toBe(right.runId);
  });

  test("sets the deadline before the portal's limit and never leaves it out", async () => {
    const ctx = await makeCtx(db);
    const calledAt = new Date(Math.floor(Date.now() / 1_000) * 1_000);
    const secondsLeft = async (timeoutSeconds: number) => {
      const { runId } = await startRun(ctx, callInput({ calledAt, timeoutSeconds }));
      return ((await readRun(ctx, runId)).deadlineAt.getTime() - calledAt.getTime()) / 1_000;
    };

    expect(await secondsLeft(600)).toBe(540);
    expect(await secondsLeft(100)).toBe(90);
    expect(await secondsLeft(10)).toBe(8);
    expect(await secondsLeft(86_400)).toBe(86_340);
    expect(await secondsLeft(0)).toBeCloseTo(86_400, -1);
  });

  test("refuses a removed portal and stores nothing for it", async () => {
    const { portal } = await makePortal(db, { portal: { state: "removed" } });
    const ctx = testPortalCtx(db, { portalId: portal.id });

    await expect(startRun(ctx, callInput())).rejects.toMatchObject({ code: "portal_removed" });

    expect(await db.run.count({ where: { portalId: portal.id } })).toBe(0);
  });

  test("stores text that PostgreSQL does not know, without its impossible characters", async () => {
    const ctx = await makeCtx(db);

    const { runId } = await startRun(ctx, callInput({ properties: { query: "a\0b\uD800c" } }));

    expect((await readRun(ctx, runId)).properties).toEqual({ query: "ab\uFFFDc" });
  });

  test("does not let one bad call take the others of its batch with it", async () => {
    const ctx = await makeCtx(db);
    const bad = callInput({ calledByUserId: 2 ** 40 });

    const results = await Promise.allSettled(
      [callInput(), bad, callInput()].map(async (input) => startRun(ctx, input)),
    );

    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});
