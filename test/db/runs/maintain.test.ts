import { beforeEach, describe, expect, test } from "vitest";
import { closePortalRuns, maintainRuns, settleRun, startRun } from "../../../lib/runs/index.ts";
import { leaveOutLines } from "../../../lib/runs/leave-out-lines.ts";
import { deliverBatch } from "../../../lib/runs/deliver.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { callInput, deliverAll, fakePortal, makeCtx, makeRun, mustClaim, readRun } from "./bed.ts";

const { db } = await createTestDb();
const base = testCtx(db);

beforeEach(async () => {
  await db.portalLane.deleteMany();
});

async function makePartitions(month: number): Promise<void> {
  for (const table of ["run", "run_event", "outbox"]) {
    await db.$executeRawUnsafe(
      `CREATE TABLE ${table}_20000${month} PARTITION OF ${table}
       FOR VALUES FROM ('2000-0${month}-01Z') TO ('2000-0${month + 1}-01Z')`,
    );
  }
}

describe("closePortalRuns", () => {
  test("cancels open runs, gives up all answers and stills the lane of that portal only", async () => {
    const [ctx, other] = [await makeCtx(db), await makeCtx(db)];
    const [open, settled, foreign] = [await makeRun(ctx), await makeRun(ctx), await makeRun(other)];
    await settleRun(ctx, { ...settled, outcome: "success", message: "Done.", by: "work" });

    await closePortalRuns(ctx, { cause: "uninstalled" });
    await closePortalRuns(ctx, { cause: "uninstalled" });

    const closed = { state: "undeliverable", undeliverableCause: "uninstalled", tokenSealed: null };
    expect(await readRun(ctx, open.runId)).toMatchObject({ ...closed, outcome: "cancelled" });
    expect(await readRun(ctx, settled.runId)).toMatchObject({ ...closed, outcome: "success" });
    expect(await readRun(other, foreign.runId)).toMatchObject({ state: "received" });
    expect(await deliverAll(ctx, fakePortal())).toBe(0);
  });

  test("stops a worker that is at work on the lane", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await settleRun(ctx, { ...key, outcome: "success", message: "Done.", by: "work" });
    const claim = await mustClaim(ctx);
    const portal = fakePortal({
      delay: async () => closePortalRuns(ctx, { cause: "uninstalled" }),
    });

    await deliverBatch(ctx, { claim, send: portal.send });

    expect(await readRun(ctx, key.runId)).toMatchObject({ state: "undeliverable" });
  });
});

describe("maintainRuns", () => {
  test("closes what an uninstall left open and gives up answers after three days", async () => {
    const [gone, slow] = [await makeCtx(db), await makeCtx(db)];
    const [left, late] = [await makeRun(gone), await makeRun(slow)];
    await db.portal.update({ where: { id: gone.portalId }, data: { state: "removed" } });
    await settleRun(slow, { ...late, outcome: "success", message: "Done.", by: "work" });
    await db.run.updateMany({
      where: { id: late.runId },
      data: { settledAt: new Date(Date.now() - 73 * 3_600_000) },
    });

    await maintainRuns(base, { keepDays: 90 });

    expect(await readRun(gone, left.runId)).toMatchObject({ state: "undeliverable" });
    expect(await readRun(slow, late.runId)).toMatchObject({ undeliverableCause: "expired" });
    expect(await db.outbox.count({ where: { runId: late.runId, state: "dead" } })).toBe(1);
  });

  test("drops old partitions, but none with an unfinished run", async () => {
    const ctx = await makeCtx(db);
    for (const month of [1, 2]) await makePartitions(month);
    const { runId } = await startRun(ctx, callInput());
    await db.run.updateMany({
      where: { id: runId },
      data: { calledAt: new Date("2000-02-15T00:00:00Z") },
    });

    await maintainRuns(base, { keepDays: 90 });

    const rows = await db.$queryRaw<{ name: string }[]>`
      SELECT relname AS name FROM pg_class WHERE relname ~ '^(run|run_event|outbox)_2000[0-9]{2}$'
      ORDER BY 1`;
    expect(rows.map(({ name }) => name)).toEqual([
      "outbox_200002",
      "run_200002",
      "run_event_200002",
    ]);
  });

  test("leaves out the middle of a flood and says how much", async () => {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await db.$executeRaw`
      INSERT INTO outbox (called_at, portal_id, run_id, seq, kind, body)
      SELECT ${key.calledAt}, ${ctx.portalId}, ${key.runId}::uuid, n, 'log',
        jsonb_build_object('message', 'line ' || n) FROM generate_series(1, 20001) n`;

    await leaveOutLines(base);

    const counts = await db.outbox.groupBy({
      by: ["isOmitted"],
      where: { runId: key.runId },
      _count: true,
    });
    const next = await db.outbox.findFirst({
      where: { runId: key.runId, isOmitted: false, seq: { gt: 5_000 } },
      orderBy: { seq: "asc" },
    });
    expect(counts.find(({ isOmitted }) => isOmitted)?._count).toBe(10_001);
    expect(next?.body).toMatchObject({ omitted: 10_001, message: "line 15002" });
  });
});
