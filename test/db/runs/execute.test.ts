import { describe, expect, test } from "vitest";
import { AppError, invalidInput } from "../../../lib/errors.ts";
import { claimRun } from "../../../lib/runs/claim-run.ts";
import { cancelRun, executeRun, settleOverdue, type StepWork } from "../../../lib/runs/index.ts";
import type { RunKey } from "../../../lib/runs/internal.ts";
import { createTestDb, testCtx, until } from "../../support/index.ts";
import { makeCtx, makeRun, readRun } from "./bed.ts";

const { db } = await createTestDb({ maxConnections: 10 });
const base = testCtx(db);

async function execute(key: RunKey, work: StepWork, signal = new AbortController().signal) {
  return executeRun(base, { ...key, findWork: () => work, signal });
}

const found: StepWork = async () => ({
  outcome: "success",
  message: "Found 2.",
  values: { count: 2 },
});

async function eventsOf({ runId }: RunKey): Promise<string[]> {
  const events = await db.runEvent.findMany({ where: { runId }, orderBy: { id: "asc" } });
  return events.map(({ kind }) => kind);
}

describe("executeRun", () => {
  test("does the work, passes its progress on and settles the run", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx, { properties: { query: "x" } });

    await execute(key, async (step) => {
      await step.progress({
        message: `Looking for ${String(step.run.properties["query"])}`,
        percent: 50,
      });
      return { outcome: "success", message: "Found 2.", values: { count: 2 } };
    });

    expect(await readRun(ctx, key.runId)).toMatchObject({
      state: "settled",
      outcome: "success",
      outcomeMessage: "Found 2.",
      percent: 50,
      crashes: 1,
    });
    expect(await eventsOf(key)).toEqual(["running", "settled"]);
  });

  test("does nothing for a run that is settled, also when it is called twice", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    let calls = 0;
    const work: StepWork = async (step) => {
      calls += 1;
      return found(step);
    };

    await execute(key, work);
    await execute(key, work);

    expect(calls).toBe(1);
  });

  test("gives a run up whose work ended the process three times", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    for (let crash = 0; crash < 3; crash += 1) await claimRun(base, key);

    await execute(key, async () => {
      throw new Error("must not be called");
    });

    const run = await readRun(ctx, key.runId);
    expect(run).toMatchObject({ state: "settled", outcome: "failure", attempt: 4 });
    expect(run.outcomeMessage).toContain("3 times");
  });

  test("does not count errors and planned stops as crashes", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    const away = new AppError("portal_unavailable", "The portal is away.");

    for (let round = 0; round < 5; round += 1) {
      await expect(execute(key, async () => Promise.reject(away))).rejects.toBe(away);
    }
    await execute(key, found);

    expect(await readRun(ctx, key.runId)).toMatchObject({
      outcome: "success",
      attempt: 6,
      crashes: 1,
    });
    expect((await eventsOf(key)).filter((kind) => kind === "error")).toHaveLength(5);
  });

  test("fails a run at once for an error that no repetition can change", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);

    await execute(key, async () => Promise.reject(invalidInput("The query has an unknown field.")));

    expect(await readRun(ctx, key.runId)).toMatchObject({
      outcome: "failure",
      outcomeMessage: "The query has an unknown field.",
    });
  });

  test("shows nothing of an unknown error to the portal", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);

    await expect(
      execute(key, async () => Promise.reject(new Error("secret path"))),
    ).rejects.toThrow("secret path");

    const events = await db.runEvent.findMany({ where: { runId: key.runId } });
    expect(JSON.stringify(events, (_key, value: unknown) => String(value))).not.toContain("secret");
    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "running" });
  });

  test("refuses a result that is no JSON instead of trying for ever", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);

    await execute(key, async () => ({ outcome: "success", message: "ok", values: { n: 1n } }));

    expect(await readRun(ctx, key.runId)).toMatchObject({ outcome: "failure" });
  });

  test("fails a run whose step is not there any more", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    const { signal } = new AbortController();

    await executeRun(base, { ...key, findWork: () => undefined, signal });

    expect(await readRun(ctx, key.runId)).toMatchObject({ outcome: "failure" });
  });

  test("answers at the deadline although the work goes on, and aborts it", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await db.run.updateMany({
      where: { id: key.runId },
      data: { deadlineAt: new Date(Date.now() + 2_000) },
    });
    let isAborted = false;

    await execute(key, async (step) => {
      step.signal.addEventListener("abort", () => {
        isAborted = true;
      });
      return new Promise(() => undefined);
    });

    expect(isAborted).toBe(true);
    expect(await readRun(ctx, key.runId)).toMatchObject({
      outcome: "timeout",
      settledBy: "deadline",
    });
  });

  test("answers a call that came after its time without working", async () => {
    const ctx = await makeCtx(db);
    const calledAt = new Date(Date.now() - 3_600_000);
    const key = await makeRun(ctx, { calledAt, timeoutSeconds: 60 });

    await execute(key, async () => Promise.reject(new Error("must not be called")));

    expect(await readRun(ctx, key.runId)).toMatchObject({ outcome: "timeout" });
  });

  test("ends an attempt that another one has overtaken", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);

    await execute(key, async (step) => {
      await claimRun(base, key);
      await step.progress({ message: "stale" });
      return found(step);
    });

    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "running", attempt: 2 });
    expect(await db.outbox.count({ where: { runId: key.runId } })).toBe(0);
  });

  test("ends quietly when the run is cancelled meanwhile", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    const admin = { ...ctx, actor: { kind: "user", userId: 7, isAdmin: true } as const };

    await execute(key, async (step) => {
      await cancelRun(admin, { runId: key.runId });
      await step.progress({ message: "late" });
      return found(step);
    });

    expect(await readRun(ctx, key.runId)).toMatchObject({
      outcome: "cancelled",
      settledBy: "user:7",
    });
  });

  test("gives the run back when the worker stops", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    const stop = new AbortController();

    const done = execute(key, async () => new Promise(() => undefined), stop.signal);
    const failed = expect(done).rejects.toThrow("The worker stops.");
    await until(async () => (await readRun(ctx, key.runId)).state === "running");
    stop.abort(new Error("The worker stops."));
    await failed;

    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "running", crashes: 0 });
  });
});

describe("settleOverdue", () => {
  test("answers runs past their deadline and silent ones, each once", async () => {
    const ctx = await makeCtx(db);
    const late = await makeRun(ctx);
    const silent = await makeRun(ctx, { heartbeatSeconds: 60 });
    const fine = await makeRun(ctx, { heartbeatSeconds: 60 });
    await db.run.updateMany({ where: { id: late.runId }, data: { deadlineAt: new Date(0) } });
    await db.run.updateMany({
      where: { id: silent.runId },
      data: { heartbeatAt: new Date(Date.now() - 61_000) },
    });

    const settled = await Promise.all(Array.from({ length: 4 }, async () => settleOverdue(base)));

    expect(settled.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(await readRun(ctx, late.runId)).toMatchObject({
      outcome: "timeout",
      settledBy: "deadline",
    });
    expect(await readRun(ctx, silent.runId)).toMatchObject({ settledBy: "heartbeat" });
    expect(await readRun(ctx, fine.runId)).toMatchObject({ state: "received" });
    expect(await db.outbox.count({ where: { portalId: ctx.portalId, kind: "complete" } })).toBe(2);
  });
});
