import { afterAll, afterEach, describe, expect, test } from "vitest";
import { connectOutside } from "../outside/connect.ts";
import { report } from "../outside/outside-system.ts";
import { until } from "../support/until.ts";
import { openFaultBed } from "./bed.ts";
import { finished, untilFinished } from "./one-run.ts";
import { requestFor, startJob } from "./outside-jobs.ts";

const bed = await openFaultBed({ workers: 2, isStarted: false });
const [worker, other] = bed.workers;
if (worker === undefined || other === undefined) throw new Error("no workers");
await Promise.all([bed.web.start(), worker.start()]);
const portal = await bed.addPortal();
const { system: outside } = await connectOutside({ cloud: bed.cloud, portal }, "Billing");
const { system: slow } = await connectOutside({ cloud: bed.cloud, portal }, "Slow");
// Begun first, as its limit takes long. Of 40 s we leave 4 to the delivery; of short limits only 2, which a busy
// machine needs for itself.
const limited = await startJob(portal, "Billing", { timeoutSeconds: 40 });
const { data: ofLimited } = await requestFor(outside, limited);

afterAll(async () => {
  await Promise.all([outside.stop(), slow.stop()]);
  await bed.stop();
});

afterEach(async () => {
  outside.behave = () => undefined;
  slow.behave = () => undefined;
  if (other.isRunning()) await other.stop();
  await Promise.all([bed.web.start(), worker.start()]);
});

/** One that dies behind its first request: nothing of an earlier job may be left to send. */
async function startDyingWorker(): Promise<void> {
  const unsent = `SELECT 1 FROM pgboss.job
    WHERE name = 'job.send' AND state IN ('created', 'retry', 'active')`;
  await until(async () => (await bed.sql(unsent)).length === 0);
  await worker?.stop();
  await worker?.start({ env: { FAULT_POINT: "after-job-post:kill" } });
}

describe("an outside system", () => {
  test("that does not answer holds up its own jobs only", async () => {
    const held = Promise.withResolvers<undefined>();
    slow.behave = () => ({ until: held.promise });
    const waiting = [];
    for (let times = 0; times < 12; times += 1) waiting.push(await startJob(portal, "Slow"));
    const [first] = waiting;
    if (first === undefined) throw new Error("nothing was started");
    await until(() => slow.received.length >= 4);

    const job = await startJob(portal, "Billing");
    const { data } = await requestFor(outside, job);
    await report(data, { route: "complete", body: { result: "paid" } });
    const done = await untilFinished(portal, job);

    expect(done).toMatchObject({ completionsWithEffect: 1, returnValues: { result: "paid" } });
    expect(waiting.every((one) => finished(portal, one).state === "running")).toBe(true);
    held.resolve(undefined);
    for (const one of waiting) {
      const request = await requestFor(slow, one);
      await report(request.data, { route: "complete" });
      expect((await untilFinished(portal, one)).returnValues).toMatchObject({ status: "ok" });
    }
  });

  test("that is dead for a while gets the job when it is back, and does it once", async () => {
    outside.behave = (_request, repetition) =>
      repetition < 2 ? { status: 500, isDropped: true } : { status: 202 };
    const job = await startJob(portal, "Billing");
    const { data, raw } = await requestFor(outside, job, 3);
    const first = await requestFor(outside, job);

    await report(data, { route: "complete", body: { result: "late but done" } });
    const done = await untilFinished(portal, job);

    expect(raw).toBe(first.raw);
    expect(done).toMatchObject({
      completionsWithEffect: 1,
      returnValues: { status: "ok", result: "late but done" },
    });
  });

  test("that answers twice at the same moment has one effect", async () => {
    const job = await startJob(portal, "Billing");
    const { data } = await requestFor(outside, job);

    const answers = await Promise.all([
      report(data, { route: "complete", body: { result: "one" } }),
      report(data, { route: "complete", body: { result: "two" } }),
      report(data, { route: "fail", body: { message: "three" } }),
    ]);
    const done = await untilFinished(portal, job);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(done.completionsWithEffect).toBe(1);
  });

  test("that is done after the time limit learns it, and the process had its timeout", async () => {
    const done = await untilFinished(portal, limited);

    const late = await report(ofLimited, { route: "complete", body: { result: "late" } });

    expect(done).toMatchObject({ completionsWithEffect: 1, returnValues: { status: "timeout" } });
    expect(late.status).toBe(409);
    expect(await late.json()).toMatchObject({ outcome: "timeout" });
    await until(() => outside.received.some(({ id }) => id === `job_${ofLimited.runId}_cancelled`));
  });

  test("that was handed the job by a worker that died is not lost, nor asked for it anew", async () => {
    await startDyingWorker();
    const job = await startJob(portal, "Billing");
    const { data } = await requestFor(outside, job);
    expect((await worker.exited()).signal).toBe("SIGKILL");

    const answer = await report(data, { route: "complete", body: { result: "done" } });
    await worker.start();
    const done = await untilFinished(portal, job);

    expect(answer.status).toBe(200);
    expect(done).toMatchObject({ completionsWithEffect: 1, returnValues: { result: "done" } });
    const requests = outside.received.filter(({ data: { workflowId } }) => workflowId === job.id);
    expect(requests.length).toBe(1);
  });

  test("that gets the same message again, because its answer was lost, answers 409 and goes on", async () => {
    await startDyingWorker();
    const job = await startJob(portal, "Billing");
    await worker.exited();
    await worker.start();

    const { data, status } = await requestFor(outside, job, 2);
    await report(data, { route: "complete", body: { result: "once" } });
    const done = await untilFinished(portal, job);

    expect(status).toBe(409);
    expect(done).toMatchObject({ completionsWithEffect: 1, returnValues: { result: "once" } });
  });

  test("whose report hits a web process that dies reports again, and counts once", async () => {
    const job = await startJob(portal, "Billing");
    const { data } = await requestFor(outside, job);
    await bed.web.stop();
    await bed.web.start({ env: { FAULT_POINT: "after-outside-settle:kill" } });
    const sent = { route: "complete", body: { result: "again" }, key: "one" } as const;

    const lost = await report(data, sent).then(
      () => "answered",
      () => "lost",
    );
    await bed.web.exited();
    await bed.web.start();
    const answer = await report(data, sent);
    const done = await untilFinished(portal, job);

    expect([lost, answer.status]).toEqual(["lost", 200]);
    expect(done).toMatchObject({ completionsWithEffect: 1, returnValues: { result: "again" } });
  });
});
