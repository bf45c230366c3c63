import { afterAll, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { openFaultBed } from "./bed.ts";
import { start, untilFinished } from "./one-run.ts";

const bed = await openFaultBed({ workers: 1 });
const portal = await bed.addPortal();

afterAll(async () => bed.stop());

test("without its notifications a worker finds calls and answers by looking", async () => {
  const silenced = bed.databaseLink.silence((opening) => opening.includes("logbook listener"));
  const startedAt = performance.now();
  const done = await untilFinished(portal, await start(portal), 10_000);

  expect(silenced).toBe(1);
  expect(done.returnValues).toMatchObject({ status: "ok" });
  // One look for the job, one for the lane.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test("half-open connections are noticed within 15 s, and nothing accepted over them is lost", async () => {
  await untilFinished(portal, await start(portal));
  const silenced = bed.databaseLink.silence(() => true);
  const startedAt = performance.now();

  const workflow = await start(portal);
  await bed.cloud.queue.idle();
  const answeredMs = performance.now() - startedAt;
  const call = bed.cloud.journal.deliveries.find(({ workflowId }) => workflowId === workflow.id);
  const done = await untilFinished(portal, workflow, 40_000);
  const doneMs = performance.now() - startedAt;

  expect(silenced).toBeGreaterThan(3);
  expect(call?.status).toBe(200);
  expect(answeredMs).toBeLessThan(5_000);
  expect(done.returnValues).toMatchObject({ status: "ok" });
  // Noticed after 15 s at the latest, then the call is read from the disk, worked and answered.
  expect(doneMs).toBeLessThan(20_000);
});

test("a lane whose results a crash of the database swallowed goes on within 5 s of its return", async () => {
  await untilFinished(portal, await start(portal));
  const { memberId } = portal;
  const match = { kind: "rest2", method: "batch", memberId } as const;
  bed.cloud.faults.add([{ match, action: { delayMs: 1_000 } }]);
  const workflow = await start(portal);
  const isLeased = "SELECT 1 FROM portal_lane WHERE lease_owner IS NOT NULL";
  await until(async () => (await bed.sql(isLeased)).length > 0);
  const failures = () => bed.workers[0]?.output().split('"lane.failed"').length ?? 0;
  const before = failures();

  await bed.database.kill("SIGKILL");
  await until(() => failures() > before);
  bed.cloud.faults.clear();
  await bed.database.start();
  const startedAt = performance.now();
  await until(async () => {
    const text =
      "SELECT state FROM portal_lane l JOIN run r USING (portal_id) WHERE workflow_id = $1";
    const [run] = await bed.sql<{ state: string }>(text, [workflow.id]);
    return run?.state === "delivered" || (await bed.sql(isLeased)).length === 0;
  });
  const backMs = performance.now() - startedAt;
  const done = await untilFinished(portal, workflow, 30_000);

  expect(backMs).toBeLessThan(5_000);
  expect(done.completionsWithEffect).toBe(1);
});
