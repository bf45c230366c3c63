import { beforeEach, describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { closePortalRuns, maintainRuns, settleRun, startRun } from "../../../lib/runs/index.ts";
import type { RunKey } from "../../../lib/runs/internal.ts";
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

  async function flood(lines: number, waitedSeconds: number) {
    const ctx = await makeCtx(db);
    const key = await makeRun(ctx);
    await addFlood(ctx, key, { from: 1, to: lines, waitedSeconds });
    return { ctx, key };
  }

  async function addFlood(
    ctx: PortalCtx,
    key: RunKey,
    input: { from: number; to: number; waitedSeconds: number },
  ): Promise<void> {
    await db.$executeRaw`
      INSERT INTO outbox (called_at, portal_id, run_id, seq, kind, body, created_at)
      SELECT ${key.calledAt}, ${ctx.portalId}, ${key.runId}::uuid, n, 'log',
        jsonb_build_object('message', 'line ' || n),
        now() - make_interval(secs => ${input.waitedSeconds}::float8)
      FROM generate_series(${input.from}::integer, ${input.to}::integer) n`;
  }

  async function omitted({ runId }: RunKey): Promise<number> {
    return db.outbox.count({ where: { runId, isOmitted: true } });
  }

  async function noteOf({ runId }: RunKey): Promise<unknown> {
    const next = await db.outbox.findFirst({
      where: { runId, isOmitted: false, seq: { gt: 500 } },
      orderBy: { seq: "asc" },
    });
    return next?.body;
  }

  test.each([
    ["a thousand lines that wait for an hour", 1_000, 3_600],
    ["more lines that its portal takes as they come", 20_001, 30],
  ])("leaves nothing out of %s", async (_name, lines, waitedSeconds) => {
    const { key } = await flood(lines, waitedSeconds);

    await leaveOutLines(base);

    expect(await omitted(key)).toBe(0);
  });

  test("leaves out the middle of more than a thousand lines that nobody takes, and says how much", async () => {
    const { ctx, key } = await flood(1_001, 61);

    await leaveOutLines(base);
    const first = [await omitted(key), await noteOf(key)];
    await addFlood(ctx, key, { from: 1_002, to: 1_301, waitedSeconds: 0 });
    await leaveOutLines(base);

    expect(first).toEqual([1, { message: "line 502", omitted: 1 }]);
    expect(await omitted(key)).toBe(301);
    expect(await noteOf(key)).toEqual({ message: "line 802", omitted: 301 });
  });

  test("leaves out no line that may stand in the portal's log already", async () => {
    const { key } = await flood(1_100, 61);
    await db.outbox.updateMany({ where: { runId: key.runId }, data: { attempts: 1 } });

    await leaveOutLines(base);

    expect(await omitted(key)).toBe(0);
  });
});
