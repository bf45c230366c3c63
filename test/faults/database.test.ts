import { afterAll, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { openFaultBed } from "./bed.ts";
import { start, untilFinished } from "./one-run.ts";

const bed = await openFaultBed({ workers: 1 });
const portal = await bed.addPortal();

afterAll(async () => bed.stop());

test("without its notifications a worker finds calls and answers by looking", async () => {
  // A listener that noticed it and connected anew would look too: it hears nothing either.
  const isListener = (opening: string) => opening.includes("logbook listener");
  const { count, end } = bed.databaseLink.keepSilent(isListener);
  const done = await untilFinished(portal, await start(portal));
  end();

  expect(count).toBe(1);
  expect(done.returnValues).toMatchObject({ status: "ok" });
});

test("half-open connections are noticed within 15 s, and nothing accepted over them is lost", async () => {
  await untilFinished(portal, await start(portal));
  const silenced = bed.databaseLink.silence(() => true);
  const startedAt = performance.now();

  const workflow = await start(portal);
  await bed.cloud.queue.idle();
  const answeredMs = performance.now() - startedAt;
  const call = bed.cloud.journal.deliveries.find(({ workflowId }) => workflowId === workflow.id);
  const done = await untilFinished(portal, workflow);
  const doneMs = performance.now() - startedAt;

  expect(silenced).toBeGreaterThan(3);
  expect(call?.status).toBe(200);
  // As long as the portal waits.
  expect(answeredMs).toBeLessThan(5_000);
  expect(done.returnValues).toMatchObject({ status: "ok" });
  // Noticed after 15 s at the latest, then the call is read from the disk, worked and answered. By themselves such
  // connections would stand for many minutes.
  expect(doneMs).toBeLessThan(20_000);
});

test("a lane whose results a crash of the database swallowed goes on without waiting for its lease", async () => {
  await untilFinished(portal, await start(portal));
  // The portal goes on before the lane has read its answer: that lease is not the one meant here.
  const held = "SELECT 1 FROM portal_lane WHERE lease_owner IS NOT NULL";
  await until(async () => (await bed.sql(held)).length === 0);
  const { memberId } = portal;
  const match = { kind: "rest2", method: "batch", memberId } as const;
  bed.cloud.faults.add([{ match, action: { delayMs: 5_000 } }]);
  const workflow = await start(portal);
  const lengthen = `UPDATE portal_lane SET lease_until = now() + interval '1 hour'
    WHERE lease_owner IS NOT NULL RETURNING 1`;
  await until(async () => (await bed.sql(lengthen)).length > 0);
  const failures = () => bed.workers[0]?.output().split('"lane.failed"').length ?? 0;
  const before = failures();

  await bed.database.kill("SIGKILL");
  await until(() => failures() > before);
  bed.cloud.faults.clear();
  await bed.database.start();
  const done = await untilFinished(portal, workflow);

  expect(done.completionsWithEffect).toBe(1);
});
