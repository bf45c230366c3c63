import { describe, expect, test } from "vitest";
import { appendLine, settleRun, type Verdict } from "../../../lib/runs/index.ts";
import { claimRun } from "../../../lib/runs/claim-run.ts";
import { createTestDb } from "../../support/index.ts";
import { makeCtx, makeRun, readRun } from "./bed.ts";

const { db } = await createTestDb({ maxConnections: 10 });

const SUCCESS: Verdict = {
  outcome: "success",
  message: "Found 3.",
  values: { count: 3 },
  by: "work",
};
const FAILURE: Verdict = { outcome: "failure", message: "No.", by: "queue" };

async function rowsOf(runId: string) {
  return db.outbox.findMany({ where: { runId }, orderBy: { seq: "asc" } });
}

describe("settleRun", () => {
  test("lets one of 20 concurrent callers win, whose outcome stands", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);

    const wins = await Promise.all(
      Array.from({ length: 20 }, async (_, place) =>
        settleRun(ctx, { ...key, ...(place % 2 === 0 ? SUCCESS : FAILURE) }),
      ),
    );

    const run = await readRun(ctx, key.runId);
    const winner = wins.indexOf(true) % 2 === 0 ? "success" : "failure";
    expect(wins.filter(Boolean)).toHaveLength(1);
    expect(run).toMatchObject({ state: "settled", outcome: winner });
    expect(await rowsOf(key.runId)).toMatchObject([{ kind: "complete", seq: 1, state: "pending" }]);
  });

  test("answers with the step's values, the status and the message", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);

    await settleRun(ctx, { ...key, ...SUCCESS });

    const [row] = await rowsOf(key.runId);
    const answer = { count: 3, status: "ok", message: "Found 3." };
    expect(row?.body).toEqual({ message: "Found 3.", values: answer });
    expect(await readRun(ctx, key.runId)).toMatchObject({
      outcomeValues: answer,
      settledBy: "work",
    });
  });

  test("makes the portal's lane due in the same transaction", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);

    await settleRun(ctx, { ...key, ...SUCCESS });

    const lane = await db.portalLane.findUnique({ where: { portalId: ctx.portalId } });
    expect(lane?.wakes).toBe(1n);
    expect(lane?.dueAt?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  test("delivers at once and answers nothing where the process does not wait", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx, { isWaiting: false });

    await appendLine(ctx, { ...key, message: "half" });
    await settleRun(ctx, { ...key, ...SUCCESS });

    const run = await readRun(ctx, key.runId);
    expect(run).toMatchObject({ state: "delivered", outcome: "success", tokenSealed: null });
    expect(run.deliveredAt).not.toBeNull();
    expect(await rowsOf(key.runId)).toMatchObject([{ kind: "log", state: "kept" }]);
    expect(await db.portalLane.findUnique({ where: { portalId: ctx.portalId } })).toBeNull();
  });

  test("refuses another portal and an overtaken attempt", async () => {
    const [ctx, other] = [await makeCtx(db), await makeCtx(db)];
    const key = await makeRun(ctx);
    await claimRun(ctx, key);
    await claimRun(ctx, key);

    expect(await settleRun(other, { ...key, ...SUCCESS })).toBe(false);
    expect(await settleRun(ctx, { ...key, ...SUCCESS, attempt: 1 })).toBe(false);
    expect(await appendLine(other, { ...key, message: "mine?" })).toBeNull();
    expect(await appendLine(ctx, { ...key, message: "old", attempt: 1 })).toBeNull();
    expect(await settleRun(ctx, { ...key, ...SUCCESS, attempt: 2 })).toBe(true);
  });
});

describe("appendLine", () => {
  test("numbers lines of concurrent writers without gap and starts the run", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);

    const lines = await Promise.all(
      Array.from({ length: 30 }, async (_, place) =>
        appendLine(ctx, { ...key, message: `line ${place}`, percent: 50.4 }),
      ),
    );

    const numbers = lines.map((line) => line?.seq ?? 0).sort((left, right) => left - right);
    expect(numbers).toEqual(Array.from({ length: 30 }, (_, place) => place + 1));
    expect(await readRun(ctx, key.runId)).toMatchObject({
      state: "running",
      percent: 50,
      lastSeq: 30,
    });
  });

  test("is refused after the outcome", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await settleRun(ctx, { ...key, ...SUCCESS });

    expect(await appendLine(ctx, { ...key, message: "late" })).toBeNull();
    expect(await rowsOf(key.runId)).toHaveLength(1);
  });

  test("stores only what the portal can take", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);

    for (const message of ["", "0", "a\0b", "x".repeat(2_000)])
      await appendLine(ctx, { ...key, message });

    const texts = (await rowsOf(key.runId)).map(
      ({ body }) => (body as { message: string }).message,
    );
    expect(texts.slice(0, 3)).toEqual(["…", "0.", "ab"]);
    expect(texts[3]).toHaveLength(1_000);
  });
});
