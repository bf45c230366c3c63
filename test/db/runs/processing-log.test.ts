import { describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import {
  appendLine,
  closePortalRuns,
  settleOverdue,
  settleRun,
  startRun,
} from "../../../lib/runs/index.ts";
import { createTestDb } from "../../support/index.ts";
import { callInput, deliverAll, fakePortal, makeCtx, makeRun, refused } from "./bed.ts";

const { db } = await createTestDb({ maxConnections: 10 });

/** Without the calls themselves. */
async function recordsOf({ portalId }: PortalCtx) {
  return db.processingEvent.findMany({
    where: { portalId, NOT: { status: { in: ["EVENT_SUCCESS", "EVENT_DUPLICATE"] } } },
    orderBy: { at: "asc" },
  });
}

describe("a call that is handled again, as after a crash", () => {
  test("is recorded once, although its run is there already", async () => {
    const base = await makeCtx(db);
    const ctx = { ...base, arrival: { atMs: Date.now() - 3_000, keptAfterMs: null } };
    const input = callInput();

    const first = await startRun(ctx, input);
    const again = await startRun(ctx, input);

    const records = await db.processingEvent.findMany({ where: { portalId: ctx.portalId } });
    expect(again).toEqual({ runId: first.runId, isNew: false });
    expect(records).toMatchObject([{ status: "EVENT_SUCCESS", run: first.runId }]);
    expect(records[0]?.responseMs).toBeGreaterThanOrEqual(3_000);
  });

  test("says how long it was kept, and the time that its answer took", async () => {
    const base = await makeCtx(db);
    const ctx = { ...base, arrival: { atMs: Date.now() - 60_000, keptAfterMs: 3_100 } };

    await startRun(ctx, callInput());

    const [record] = await db.processingEvent.findMany({ where: { portalId: ctx.portalId } });
    expect(record).toMatchObject({ responseMs: 3_100, at: new Date(ctx.arrival.atMs) });
    expect(record?.warnings[0]).toContain("kept on disk and handled 60 s later");
  });
});

describe("the end of a run", () => {
  test.each([
    ["failure", "STEP_FAILED"],
    ["timeout", "STEP_TIMEOUT"],
    ["cancelled", "STEP_CANCELLED"],
  ] as const)("as %s is recorded once, however many decide it", async (outcome, status) => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    const verdict = { ...key, outcome, message: "No token=abcdef123456.", by: "work" };

    await Promise.all(Array.from({ length: 8 }, async () => settleRun(ctx, verdict)));

    const records = await recordsOf(ctx);
    expect(records).toMatchObject([{ status, run: key.runId, errors: ["work"] }]);
    expect(records[0]?.message).not.toContain("abcdef123456");
    expect(JSON.parse(records[0]?.input ?? "")).toEqual({
      code: "logbook_search",
      workflow_id: "65808f8311b626.28237158",
      document_id: ["crm", "CCrmDocumentDeal", "DEAL_777"],
    });
  });

  test("as success is no record of its own", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);

    await settleRun(ctx, { ...key, outcome: "success", message: "Done.", by: "work" });

    expect(await recordsOf(ctx)).toEqual([]);
  });

  test("by the deadline is recorded for each of the runs", async () => {
    const ctx = await makeCtx(db);
    const keys = [await makeRun(ctx), await makeRun(ctx)];
    await db.run.updateMany({
      where: { portalId: ctx.portalId },
      data: { deadlineAt: new Date(Date.now() - 1_000) },
    });

    await settleOverdue(ctx);
    await settleOverdue(ctx);

    const records = await recordsOf(ctx);
    expect(records.map(({ status }) => status)).toEqual(["STEP_TIMEOUT", "STEP_TIMEOUT"]);
    expect(new Set(records.map(({ run }) => run))).toEqual(new Set(keys.map(({ runId }) => runId)));
  });
});

describe("a delivery that fails", () => {
  test("is recorded once for the answer and once for the lines", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await appendLine(ctx, { ...key, message: "one" });
    await deliverAll(ctx, fakePortal({ command: () => refused("portal_token_refused") }));
    await settleRun(ctx, { ...key, outcome: "success", message: "Done.", by: "work" });

    await deliverAll(ctx, fakePortal({ command: () => refused("portal_token_refused") }));

    const told = (await recordsOf(ctx)).map(({ status, message, errors }) => ({
      status,
      message,
      errors,
    }));
    expect(told).toEqual([
      {
        status: "DELIVERY_FAILED",
        message: "The portal takes no more progress lines of the step.",
        errors: ["token"],
      },
      {
        status: "DELIVERY_FAILED",
        message: "The answer of the step could not be delivered to the portal.",
        errors: ["token"],
      },
    ]);
  });

  test("of one line while its run goes on is recorded", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await appendLine(ctx, { ...key, message: "one" });

    await deliverAll(ctx, fakePortal({ command: () => refused("portal_bad_request") }));

    expect(await recordsOf(ctx)).toMatchObject([
      { message: "The portal refused a progress line of the step.", run: key.runId },
    ]);
  });

  test("because the app is gone is recorded beside the cancelled run, once", async () => {
    const ctx = await makeCtx(db);
    await makeRun(ctx);

    await closePortalRuns(ctx, { cause: "uninstalled" });
    await closePortalRuns(ctx, { cause: "uninstalled" });

    const records = await recordsOf(ctx);
    expect(records.map(({ status }) => status).sort()).toEqual([
      "DELIVERY_FAILED",
      "STEP_CANCELLED",
    ]);
  });
});
