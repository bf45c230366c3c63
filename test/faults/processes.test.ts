import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Portal, WorkflowDetails } from "../portal/index.ts";
import { until } from "../support/until.ts";
import { openFaultBed } from "./bed.ts";
import { finished, start, untilFinished } from "./one-run.ts";

// What a process may take to end after it was told to.
const MAX_STOP_MS = 25_000;

const bed = await openFaultBed({ workers: 2, isStarted: false });
const [worker, other] = bed.workers;
if (worker === undefined || other === undefined) throw new Error("no workers");
await Promise.all([bed.web.start(), worker.start()]);
const portal = await bed.addPortal();

afterAll(async () => bed.stop());

afterEach(async () => {
  bed.cloud.faults.clear();
  // Stopped, not killed: its leases would hold up the next test.
  if (other.isRunning()) await other.stop();
  await Promise.all([bed.web.start(), worker.start()]);
});

function hold(at: Portal, what: "log" | "delivery", delayMs: number): void {
  const { memberId } = at;
  const match =
    what === "log"
      ? ({ kind: "rest3", memberId } as const)
      : ({ kind: "rest2", method: "batch", memberId } as const);
  bed.cloud.faults.add([{ match, times: 1, action: { delayMs } }]);
}

async function lastDelivery(workflow: WorkflowDetails) {
  await bed.cloud.queue.idle();
  return bed.cloud.journal.deliveries.find(({ workflowId }) => workflowId === workflow.id);
}

/** What nobody else could take up before a lease or a claim runs out. */
async function listHeld(): Promise<unknown[]> {
  return bed.sql(`SELECT 'lane' AS held FROM portal_lane WHERE lease_owner IS NOT NULL
    UNION ALL SELECT 'log' FROM archive_copy WHERE lease_owner IS NOT NULL
    UNION ALL SELECT name FROM pgboss.job WHERE state = 'active'`);
}

async function countRuns(workflow: WorkflowDetails): Promise<number> {
  const rows = await bed.sql("SELECT id FROM run WHERE workflow_id = $1", [workflow.id]);
  return rows.length;
}

describe("a web process that dies", () => {
  test("after the call was stored and before its 200 leaves a run that is worked and answered", async () => {
    await bed.web.stop();
    await bed.web.start({ env: { FAULT_POINT: "after-intake-commit:kill" } });

    const workflow = await start(portal);
    const exit = await bed.web.exited();
    const done = await untilFinished(portal, workflow);

    expect(exit.signal).toBe("SIGKILL");
    expect((await lastDelivery(workflow))?.status).toBeNull();
    expect(done).toMatchObject({ completionsWithEffect: 1, returnValues: { status: "ok" } });
  });

  test("before the call was stored leaves nothing, and the portal knows that it was not heard", async () => {
    await bed.web.stop();
    await bed.web.start({ env: { FAULT_POINT: "before-intake-commit:kill" } });

    const workflow = await start(portal);
    await bed.web.exited();

    expect((await lastDelivery(workflow))?.status).toBeNull();
    expect(await countRuns(workflow)).toBe(0);
  });
});

describe("a worker that is told to stop", () => {
  test("ends within 25 s although its portal hangs, and another one goes on at once", async () => {
    hold(portal, "log", 60_000);
    const reading = await start(portal);
    await until(() => finished(portal, reading).log.some(({ kind }) => kind === "progress"));

    const exit = await worker.stop();
    const held = await listHeld();
    await other.start();
    const done = await untilFinished(portal, reading);

    expect(exit).toMatchObject({ code: 0, signal: null });
    expect(exit.ms).toBeLessThan(MAX_STOP_MS);
    expect(held).toEqual([]);
    expect(done.returnValues).toMatchObject({ status: "ok" });
  });

  test("in the middle of a delivery hands its lane back, and the completion has one effect", async () => {
    hold(portal, "delivery", 40_000);
    const workflow = await start(portal);
    // The portal has the request and sits on it.
    await until(() => bed.cloud.faults.list().length === 0);

    const exit = await worker.stop();
    const held = await listHeld();
    await other.start();
    const done = await untilFinished(portal, workflow);

    expect(exit).toMatchObject({ code: 0 });
    expect(exit.ms).toBeLessThan(MAX_STOP_MS);
    expect(held).toEqual([]);
    expect(done.completionsWithEffect).toBe(1);
  });
});

test("a log on a full disk stops neither the door nor the work", async () => {
  await Promise.all([bed.web.stop(), worker.stop()]);
  await Promise.all([
    bed.web.start({ logPath: "/dev/full", env: { LOG_LEVEL: "debug" } }),
    worker.start({ logPath: "/dev/full", env: { LOG_LEVEL: "debug" } }),
  ]);
  await until(async () => (await fetch(`${bed.cloud.appUrl}/api/health`).catch(() => null))?.ok);

  const done = await untilFinished(portal, await start(portal));
  await Promise.all([bed.web.stop(), worker.stop()]);

  expect(done.returnValues).toMatchObject({ status: "ok" });
});

describe("a process whose clock is wrong by ten minutes", () => {
  test.each([600_000, -600_000])("(%i ms) accepts, works and answers as ever", async (offsetMs) => {
    await Promise.all([bed.web.stop(), worker.stop()]);
    const clock = { offsetMs, afterMs: 0 };
    await Promise.all([bed.web.start({ clock }), worker.start({ clock })]);

    const done = await untilFinished(portal, await start(portal, { timeoutSeconds: 300 }));
    const [run] = await bed.sql<{ after: number }>(
      `SELECT extract(epoch FROM deadline_at - received_at)::float8 AS after FROM run
        WHERE workflow_id = $1`,
      [done.id],
    );

    expect(done).toMatchObject({ isTimeout: false, returnValues: { status: "ok" } });
    expect(run?.after).toBeGreaterThan(200);
    expect(run?.after).toBeLessThan(300);
  });

  test("answers a process at its limit, not ten minutes later", async () => {
    await worker.stop();
    await worker.start({ clock: { offsetMs: -600_000, afterMs: 0 } });
    // All reading of the log: the archive reads it too, and may come before the step.
    const match = { kind: "rest3", memberId: portal.memberId } as const;
    bed.cloud.faults.add([{ match, action: { delayMs: 30_000 } }]);

    const done = await untilFinished(portal, await start(portal, { timeoutSeconds: 12 }));

    expect(done).toMatchObject({ isTimeout: false, returnValues: { status: "timeout" } });
  });
});
