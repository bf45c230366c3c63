import { describe, expect, test } from "vitest";
import { findJobView } from "../../../lib/steps/index.ts";
import { startOutside } from "../../outside/outside-system.ts";
import { until } from "../../support/until.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { begin, makeJobBed, read, requestOf, send, start, tell } from "./job-bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

const again = { code: "unavailable", retryAfterMs: expect.any(Number) as number };
const LINES = { heartbeat: {}, progress: { message: "Begun" } };

describe("handing a job over", () => {
  test("is tried again until it is accepted, with the same id, body and secret", async () => {
    const bed = await makeJobBed({ db, cloud });
    const statuses = [500, 429, 408, 425, 202];
    bed.outside.behave = (_request, repetition) => ({
      status: statuses[repetition] ?? 202,
      headers: { "retry-after": "120" },
      body: "please wait; password: hunter22secret",
    });
    const key = await begin(bed);
    for (let times = 1; times < statuses.length; times += 1) {
      await expect(send(bed, key)).rejects.toMatchObject(again);
    }
    await send(bed, key);

    const { received } = bed.outside;
    const view = await findJobView(bed.ctx, key);
    expect(new Set(received.map(({ raw }) => raw)).size).toBe(1);
    expect(received.map(({ status }) => status)).toEqual(statuses);
    expect(view).toMatchObject({ state: "accepted", attemptCount: 5, nextAt: null });
    expect(view?.attempts.map(({ status }) => status)).toEqual(statuses.toReversed());
    expect(view?.attempts[0]?.answer).toBe("please wait; password: ***");
  });

  test("waits as long as the other side asks for", async () => {
    const bed = await makeJobBed({ db, cloud });
    bed.outside.behave = () => ({ status: 503, headers: { "retry-after": "777" } });

    await expect(send(bed, await begin(bed))).rejects.toMatchObject({ retryAfterMs: 777_000 });
  });

  test.each([400, 401, 404, 409, 410, 422, 301, 307])("ends at once with %i", async (status) => {
    const bed = await makeJobBed({ db, cloud });
    const elsewhere = await startOutside(bed.outside.secret);
    bed.outside.behave = () => ({ status, headers: { location: elsewhere.url } });

    const { key } = await start(bed);
    await elsewhere.stop();

    expect((await read(bed, key)).values).toMatchObject({
      status: "error",
      message: `The outside system (Billing) refused the request: ${status}.`,
    });
    expect(elsewhere.received).toEqual([]);
    expect(await findJobView(bed.ctx, key)).toMatchObject({ state: "refused" });
  });

  test("takes 409 to a repetition for what it is: the request is there already", async () => {
    const bed = await makeJobBed({ db, cloud });
    bed.outside.behave = () => ({ isDropped: true });
    const key = await begin(bed);
    await expect(send(bed, key)).rejects.toMatchObject(again);

    await send(bed, key);

    expect(bed.outside.faults).toEqual([`repeated: job_${key.runId}`]);
    expect(await findJobView(bed.ctx, key)).toMatchObject({ state: "accepted" });
  });

  test("takes 409 for a refusal when no earlier attempt can have arrived", async () => {
    const bed = await makeJobBed({ db, cloud });
    bed.outside.behave = (_request, repetition) => ({ status: repetition === 0 ? 503 : 409 });
    const key = await begin(bed);
    await expect(send(bed, key)).rejects.toMatchObject(again);
    await send(bed, key);

    expect(await findJobView(bed.ctx, key)).toMatchObject({ state: "refused" });
  });

  test("rests while the portal is suspended, and ends when it is removed", async () => {
    const bed = await makeJobBed({ db, cloud });
    const key = await begin(bed);
    const where = { id: bed.ctx.portalId };
    await db.portal.update({ where, data: { state: "suspended" } });
    await expect(send(bed, key)).rejects.toMatchObject(again);
    await db.portal.update({ where, data: { state: "removed" } });
    await send(bed, key);

    expect(bed.outside.received).toEqual([]);
  });

  test("ends with the first report of who has it, although its answer was lost", async () => {
    const bed = await makeJobBed({ db, cloud });
    bed.outside.behave = () => ({ isDropped: true });
    const key = await begin(bed);
    await expect(send(bed, key)).rejects.toMatchObject(again);
    const { secret } = requestOf(bed, key);

    await tell(bed, { runId: key.runId, secret, route: "heartbeat" });
    await send(bed, key);

    expect(bed.outside.received.length).toBe(1);
    expect(await findJobView(bed.ctx, key)).toMatchObject({ state: "accepted" });
  });

  test.each(["heartbeat", "progress"] as const)(
    "of a process that does not wait ends with a %s that comes before the answer",
    async (route) => {
      const bed = await makeJobBed({ db, cloud });
      bed.outside.behave = () => ({ isDropped: true });
      const key = await begin(bed, { wait: "N" });
      await expect(send(bed, key)).rejects.toMatchObject(again);
      const { secret } = requestOf(bed, key);

      await tell(bed, { runId: key.runId, secret, route }, { body: LINES[route] });

      expect((await read(bed, key)).values).toMatchObject({
        status: "ok",
        message: "The request was accepted.",
      });
    },
  );

  test("ends a run that waits for nothing and was accepted, should it still be open", async () => {
    const bed = await makeJobBed({ db, cloud });
    const key = await begin(bed, { wait: "N" });
    await db.stepJob.updateMany({ where: { runId: key.runId }, data: { state: "accepted" } });
    await send(bed, key);

    expect(bed.outside.received).toEqual([]);
    expect((await read(bed, key)).run.outcome).toBe("success");
  });

  test("is not over by a refusal when a report came before it", async () => {
    const bed = await makeJobBed({ db, cloud });
    const answer = Promise.withResolvers<undefined>();
    bed.outside.behave = () => ({ status: 400, until: answer.promise });
    const key = await begin(bed);
    const sending = send(bed, key);
    await until(() => bed.outside.received.length > 0);
    const { secret } = requestOf(bed, key);
    await tell(bed, { runId: key.runId, secret, route: "heartbeat" });
    answer.resolve(undefined);
    await sending;

    expect((await read(bed, key)).run.state).toBe("running");
    expect(await findJobView(bed.ctx, key)).toMatchObject({ state: "accepted" });
  });

  test("sends nothing for a job that was closed after the look at it", async () => {
    const bed = await makeJobBed({ db, cloud });
    const key = await begin(bed);
    await db.stepJob.updateMany({ where: { runId: key.runId }, data: { closedAt: new Date() } });
    await send(bed, key);

    expect(bed.outside.received).toEqual([]);
    expect(await db.jobAttempt.count({ where: { runId: key.runId } })).toBe(0);
  });

  test("is done although the processing log cannot take the attempt", async () => {
    const bed = await makeJobBed({ db, cloud });
    const key = await begin(bed);
    await db.$executeRaw`ALTER TABLE processing_event RENAME TO elsewhere`;
    await send(bed, key).finally(
      async () => db.$executeRaw`ALTER TABLE elsewhere RENAME TO processing_event`,
    );

    expect(await findJobView(bed.ctx, key)).toMatchObject({ state: "accepted" });
    expect(bed.outside.received.length).toBe(1);
  });

  test("reads no more of an answer than it keeps", async () => {
    const bed = await makeJobBed({ db, cloud });
    bed.outside.behave = () => ({ body: "x".repeat(5_000_000) });

    const { key } = await start(bed);

    const view = await findJobView(bed.ctx, key);
    expect(view).toMatchObject({ state: "accepted" });
    expect(view?.attempts[0]?.answer?.length).toBe(500);
  });

  test("is tried no more when nobody waits for it", async () => {
    const bed = await makeJobBed({ db, cloud });
    bed.outside.behave = () => ({ status: 500 });
    const key = await begin(bed);
    await expect(send(bed, key)).rejects.toMatchObject(again);
    const past = new Date(Date.now() - 1);
    await db.run.updateMany({ where: { id: key.runId }, data: { deadlineAt: past } });
    await send(bed, key);

    expect(bed.outside.received.length).toBe(1);
  });
});
