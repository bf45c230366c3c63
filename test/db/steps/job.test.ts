import { describe, expect, test } from "vitest";
import { runSetup } from "../../../lib/portals/index.ts";
import { cancelRun, settleOverdue } from "../../../lib/runs/index.ts";
import {
  deleteConnection,
  endJobs,
  findJobView,
  stepRegistrations,
} from "../../../lib/steps/index.ts";
import { cancelStopped } from "../../../lib/steps/job/watch.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { begin, makeJobBed, read, requestOf, send, start, tell, work } from "./job-bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const signal = new AbortController().signal;

describe("a process that runs an outside job", () => {
  test("hands it over signed, waits without a worker, and goes on with its result", async () => {
    const bed = await makeJobBed({ db, cloud });

    const { key, request, secret } = await start(bed, { payload: '{"order": 777}' });
    const parked = await read(bed, key);
    const at = { runId: key.runId, secret };
    const line = await tell(
      bed,
      { ...at, route: "progress" },
      { body: { message: "Half", percent: 50 } },
    );
    const done = await tell(
      bed,
      { ...at, route: "complete" },
      { body: { result: "paid", result_json: { invoice: 5 } } },
    );
    const { run, values, lines } = await read(bed, key);

    expect(bed.outside.faults).toEqual([]);
    expect(request).toMatchObject({
      id: `job_${key.runId}`,
      type: "job.requested",
      data: {
        runId: key.runId,
        payload: { order: 777 },
        documentId: ["crm", "CCrmDocumentDeal", "DEAL_777"],
        wait: true,
        urls: { complete: `http://127.0.0.1:3000/api/v1/runs/${key.runId}/complete` },
      },
    });
    expect(request?.raw).not.toContain("|A1|");
    expect(parked.run.state).toBe("running");
    expect([line.status, line.body, done.status]).toEqual([202, { seq: 2 }, 200]);
    expect(run).toMatchObject({ outcome: "success", percent: 50 });
    expect(values).toEqual({
      status: "ok",
      message: "The outside job is done.",
      result: "paid",
      result_json: '{"invoice":5}',
      duration: expect.any(Number) as number,
    });
    expect(lines).toEqual(["Handing the job to Billing", "Half"]);
  });

  test("hands numbers on as they are written, there and back", async () => {
    const bed = await makeJobBed({ db, cloud });
    const { key, request, secret } = await start(bed, { payload: '{"acc":40702810900000012345}' });
    const text = await start(bed, { payload: "12345678901234567890" });
    const at = { runId: key.runId, secret, route: "complete" } as const;
    await tell(bed, at, { body: '{ "result_json": {"acc": 40702810900000012345, "sum": 1.10} }' });
    const other = '{"result_json":{"acc":40702810900000012346,"sum":1.10}}';

    expect(request?.raw).toContain('"payload":{"acc":40702810900000012345},');
    expect(text.request?.data.payload).toBe("12345678901234567890");
    expect((await read(bed, key)).values["result_json"]).toBe(
      '{"acc":40702810900000012345,"sum":1.10}',
    );
    await expect(tell(bed, at, { body: other })).rejects.toMatchObject({ code: "run_settled" });
  });

  test("stands in the processing log with its delivery and its end", async () => {
    const bed = await makeJobBed({ db, cloud });
    const { key, secret } = await start(bed);
    const at = { runId: key.runId, secret, route: "complete" } as const;
    await tell(bed, at, { body: { result: "paid" } });
    await tell(bed, at, { body: { result: "paid" } });

    const { portalId } = bed.ctx;
    const webhookId = bed.connectionId;
    const events = await db.processingEvent.findMany({ where: { portalId, webhookId } });
    expect(events.map(({ eventName, status }) => `${eventName} ${status}`).sort()).toEqual([
      "job.complete EVENT_DUPLICATE",
      "job.complete EVENT_SUCCESS",
      "job.requested EVENT_SUCCESS",
    ]);
    expect(JSON.stringify(events.map(({ input, message }) => [input, message]))).not.toContain(
      secret,
    );
  });

  test("keeps of its secret only the hash once the request is accepted", async () => {
    const bed = await makeJobBed({ db, cloud });
    const { key, secret } = await start(bed);

    const job = await db.stepJob.findFirstOrThrow({ where: { runId: key.runId } });
    const rows = await db.$queryRaw<{ text: string }[]>`
      SELECT j::text AS text FROM step_job j
      UNION ALL SELECT r::text FROM run r UNION ALL SELECT a::text FROM job_attempt a`;

    expect(secret).toMatch(/^lbrun_[\w-]{43}$/);
    expect(job).toMatchObject({ state: "accepted", tokenSealed: null });
    expect(rows.filter(({ text }) => text.includes(secret))).toEqual([]);
  });

  test("that does not wait is answered when the request is accepted", async () => {
    const bed = await makeJobBed({ db, cloud });

    const { key, secret } = await start(bed, { wait: "N" });

    expect((await read(bed, key)).values).toMatchObject({
      status: "ok",
      message: "The request was accepted.",
    });
    await expect(tell(bed, { runId: key.runId, secret, route: "complete" })).rejects.toMatchObject({
      code: "run_settled",
      members: { outcome: "success" },
    });
  });

  test("acts only for a call whose access is proven", async () => {
    const bed = await makeJobBed({ db, cloud });
    const employee = bed.portal.issueTokens({ userId: 2, source: "queue" }).access.value;

    for (const accessToken of [null, "0123456789abcdef", employee]) {
      const key = await begin(bed, {}, { accessToken });
      await send(bed, key);
      expect((await read(bed, key)).values).toMatchObject({
        status: "error",
        message: expect.stringContaining("unproven") as string,
      });
    }
    expect(bed.outside.received).toEqual([]);
  });

  test("that names an unknown connection ends with how many are known, and no address", async () => {
    const bed = await makeJobBed({ db, cloud });
    const other = await makeJobBed({ db, cloud });

    const [unknown, foreign, known] = [
      await begin(bed, { connection: "Biling" }),
      await begin(bed, { connection: other.connectionId }),
      await begin(bed, { connection: "bILLING" }),
    ];

    const { message } = (await read(bed, unknown)).values;
    expect(message).toBe("There is no connection “Biling”; the app's settings have 1.");
    expect((await read(bed, foreign)).run.outcome).toBe("failure");
    expect((await read(bed, known)).run.state).toBe("running");
  });

  test("begins again after a crash without a second request", async () => {
    const bed = await makeJobBed({ db, cloud });
    const { key } = await start(bed);
    await work(bed, key);
    await send(bed, key);

    expect(bed.outside.received.length).toBe(1);
    expect(await db.stepJob.count({ where: { runId: key.runId } })).toBe(1);
  });

  test("ends with a timeout when no sign of life comes, and the other side is told", async () => {
    const bed = await makeJobBed({ db, cloud });
    const { key, secret } = await start(bed, { heartbeat_limit: "5" });
    const silent = new Date(Date.now() - 301_000);
    const where = { id: key.runId };
    await db.run.updateMany({ where, data: { heartbeatAt: silent } });
    await tell(bed, { runId: key.runId, secret, route: "heartbeat" });
    await settleOverdue(bed.ctx);
    const alive = await read(bed, key);

    await db.run.updateMany({ where, data: { heartbeatAt: silent } });
    await settleOverdue(bed.ctx);
    await endJobs(bed.ctx);
    await send(bed, key, "cancelled");

    expect(alive.run.state).toBe("running");
    expect((await read(bed, key)).values).toMatchObject({ status: "timeout" });
    expect(bed.outside.received.at(-1)).toMatchObject({
      type: "job.cancelled",
      data: { runId: key.runId, outcome: "timeout" },
    });
  });

  test("does not count the time before the request was accepted as silence", async () => {
    const bed = await makeJobBed({ db, cloud });
    const key = await begin(bed, { heartbeat_limit: "1" });
    const long = new Date(Date.now() - 3_600_000);
    await db.run.updateMany({ where: { id: key.runId }, data: { heartbeatAt: long } });

    await settleOverdue(bed.ctx);

    expect((await read(bed, key)).run.state).toBe("running");
  });

  test("that an administrator cancels is cancelled at the other side, once", async () => {
    const bed = await makeJobBed({ db, cloud });
    const { key, secret } = await start(bed);

    await cancelRun(bed.admin, { runId: key.runId });
    await endJobs(bed.ctx);
    await endJobs(bed.ctx);
    await send(bed, key, "cancelled");
    await send(bed, key, "cancelled");
    const beat = await tell(bed, { runId: key.runId, secret, route: "heartbeat" });

    const cancelled = bed.outside.received.filter(({ type }) => type === "job.cancelled");
    expect(cancelled).toMatchObject([{ id: `job_${key.runId}_cancelled` }]);
    expect(beat.body).toMatchObject({ state: "settled", cancelRequested: true });
    expect(await findJobView(bed.ctx, key)).toMatchObject({ told: "told" });
  });

  test("that was cancelled before anything was sent tells nobody", async () => {
    const bed = await makeJobBed({ db, cloud });
    const key = await begin(bed);
    await cancelRun(bed.admin, { runId: key.runId });
    await endJobs(bed.ctx);
    await send(bed, key);
    await send(bed, key, "cancelled");

    expect(bed.outside.received).toEqual([]);
    expect(await findJobView(bed.ctx, key)).toMatchObject({ told: null });
  });

  test("is cancelled when somebody stops the process in the portal", async () => {
    const bed = await makeJobBed({ db, cloud });
    await runSetup(bed.ctx, { registrations: stepRegistrations });
    const process = await bed.portal.startWorkflow({ code: "logbook_job" });
    const { key: stopped } = await start(bed, {}, { workflowId: process.id });
    const { key: never } = await start(bed, {}, { workflowId: "never.listed" });
    const old = new Date(Date.now() - 120_000);
    await db.run.updateMany({
      where: { id: { in: [stopped.runId, never.runId] } },
      data: { receivedAt: old },
    });
    await cancelStopped(bed.ctx, { signal });
    const before = (await read(bed, stopped)).run.state;

    bed.portal.terminateWorkflow(process.id);
    const { key: young } = await start(bed, {}, { workflowId: process.id });
    await cancelStopped(bed.ctx, { signal });
    await cancelStopped(bed.ctx, { signal });
    const once = (await read(bed, stopped)).run.state;
    const where = { portalId: bed.ctx.portalId, missedAt: { not: null } };
    await db.stepJob.updateMany({ where, data: { missedAt: old } });
    await cancelStopped(bed.ctx, { signal });

    expect([before, once]).toEqual(["running", "running"]);
    expect((await read(bed, stopped)).run.outcome).toBe("cancelled");
    expect((await read(bed, young)).run.state).toBe("running");
    // A portal that never listed the process says nothing by not listing it.
    expect((await read(bed, never)).run.state).toBe("running");
  });

  test("fails when its connection is deleted before it was handed over", async () => {
    const bed = await makeJobBed({ db, cloud });
    const key = await begin(bed);
    await deleteConnection(bed.admin, { id: bed.connectionId });
    await send(bed, key);

    expect((await read(bed, key)).values).toMatchObject({
      status: "error",
      message: "The connection “Billing” was deleted before the job was handed over.",
    });
    expect(requestOf(bed, key).request).toBeUndefined();
  });

  test("waits no longer than its own limit or the portal's", async () => {
    const bed = await makeJobBed({ db, cloud });
    const own = await begin(bed, { time_limit: "10" });
    const portals = await begin(bed, { time_limit: "10" }, { timeout: 60 });
    const minutes = async ({ runId }: { runId: string }): Promise<number> => {
      const { deadlineAt } = await db.run.findFirstOrThrow({ where: { id: runId } });
      return (deadlineAt.getTime() - Date.now()) / 60_000;
    };

    expect([await minutes(own), await minutes(portals)]).toEqual([
      expect.closeTo(10, 0),
      expect.closeTo(0.9, 0),
    ]);
  });
});
