import { describe, expect, test } from "vitest";
import { appendLine, cancelRun, getRun, listRuns, settleRun } from "../../../lib/runs/index.ts";
import { createTestDb } from "../../support/index.ts";
import { deliverAll, fakePortal, makeCtx, makeRun, readRun } from "./bed.ts";

const { db } = await createTestDb();
const ADMIN = { kind: "user", userId: 1, isAdmin: true } as const;
const EMPLOYEE = { kind: "user", userId: 2, isAdmin: false } as const;

describe("listRuns", () => {
  test("pages newest first by key and shows only the portal's own runs", async () => {
    const [ctx, other] = [await makeCtx(db), await makeCtx(db)];
    await makeRun(other);
    const ids = [];
    for (let place = 0; place < 5; place += 1) ids.push((await makeRun(ctx)).runId);

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listRuns(ctx, { limit: 2, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);

    expect(seen).toEqual(ids.toReversed());
  });

  test("does not skip or repeat runs of one moment", async () => {
    const ctx = await makeCtx(db);
    for (let place = 0; place < 5; place += 1) await makeRun(ctx);
    await db.run.updateMany({
      where: { portalId: ctx.portalId },
      data: { receivedAt: new Date() },
    });

    const first = await listRuns(ctx, { limit: 3 });
    const second = await listRuns(ctx, { limit: 3, cursor: first.nextCursor ?? "" });

    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(5);
    expect(second.nextCursor).toBeNull();
  });

  test("filters by state and shows the last line", async () => {
    const ctx = await makeCtx(db);
    await makeRun(ctx);
    const key = await makeRun(ctx);
    for (const message of ["one", "two"]) await appendLine(ctx, { ...key, message, percent: 40 });

    const page = await listRuns(ctx, { state: "running" });

    expect(page.items).toMatchObject([
      { id: key.runId, lastLine: "two", percent: 40, outcome: null },
    ]);
  });

  test("refuses a cursor and a filter that it does not know", async () => {
    const ctx = await makeCtx(db);

    await expect(listRuns(ctx, { cursor: "x" })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(listRuns(ctx, { limit: 0 })).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("getRun", () => {
  test("tells the whole story in order", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    for (const message of ["one", "two"]) await appendLine(ctx, { ...key, message });
    await settleRun(ctx, {
      ...key,
      outcome: "success",
      message: "Done.",
      values: { n: 1 },
      by: "work",
    });
    await deliverAll(ctx, fakePortal());

    const detail = await getRun(ctx, { runId: key.runId });

    expect(detail.run).toMatchObject({ state: "delivered", outcome: "success", lastLine: "two" });
    expect(detail.returnValues).toEqual({ n: 1, status: "ok", message: "Done." });
    expect(detail.portalOrigin).toMatch(/^https:/);
    expect(
      detail.timeline.map(({ kind, state, message }) => state ?? `${kind}: ${message ?? ""}`),
    ).toEqual(["received", "line: one", "line: two", "settled", "completion: Done.", "delivered"]);
    expect(detail.timeline[1]).toMatchObject({ seq: 1, delivery: "delivered", attempts: 1 });
  });

  test("gives no token away", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx, { eventToken: "wf|A|secret-token.sig" });

    const run = await readRun(ctx, key.runId);
    const text = JSON.stringify(await getRun(ctx, { runId: key.runId }));

    expect(text).not.toContain("secret-token");
    expect(text).not.toContain(run.tokenSealed);
  });

  test("does not know another portal's run, nor what is no id", async () => {
    const [ctx, other] = [await makeCtx(db), await makeCtx(db)];
    const key = await makeRun(ctx);

    await expect(getRun(other, key)).rejects.toMatchObject({ code: "not_found" });
    await expect(getRun(ctx, { runId: "1; DROP" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("cancelRun", () => {
  test("ends an open run with `cancelled`, again without a second effect", async () => {
    const ctx = { ...(await makeCtx(db)), actor: ADMIN };
    const key = await makeRun(ctx);

    await cancelRun(ctx, key);
    const detail = await cancelRun(ctx, key);

    expect(detail.run).toMatchObject({ outcome: "cancelled" });
    expect(detail.returnValues).toMatchObject({ status: "cancelled" });
    expect(await db.outbox.count({ where: { runId: key.runId } })).toBe(1);
  });

  test("is refused for a settled run, for other people and for another portal", async () => {
    const ctx = { ...(await makeCtx(db)), actor: ADMIN };
    const other = { ...(await makeCtx(db)), actor: ADMIN };
    const key = await makeRun(ctx);
    await settleRun(ctx, { ...key, outcome: "success", message: "Done.", by: "work" });

    await expect(cancelRun(ctx, key)).rejects.toMatchObject({ code: "conflict" });
    await expect(cancelRun({ ...ctx, actor: EMPLOYEE }, key)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(cancelRun(other, key)).rejects.toMatchObject({ code: "not_found" });
  });
});
