import { describe, expect, test } from "vitest";
import {
  createConnection,
  findJobView,
  listConnections,
  rotateConnection,
} from "../../../lib/steps/index.ts";
import type { RootDb } from "../../../lib/db/index.ts";
import { startOutside } from "../../outside/outside-system.ts";
import { until } from "../../support/until.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import {
  begin,
  makeJobBed,
  read,
  requestOf,
  send,
  start,
  tell,
  type JobBed,
  type Key,
} from "./job-bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

const again = { code: "unavailable", retryAfterMs: expect.any(Number) as number };
const LINES = { heartbeat: {}, progress: { message: "Begun" } };
const open = async (bed: JobBed) =>
  db.jobConnection.updateMany({ where: { id: bed.connectionId }, data: { pausedUntil: null } });

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

  test("pauses a connection that fails again and again, then lets one try", async () => {
    const bed = await makeJobBed({ db, cloud });
    bed.outside.behave = () => ({ status: 503 });
    const keys: Key[] = [];
    for (let place = 0; place < 6; place += 1) keys.push(await begin(bed));
    for (const key of keys) await expect(send(bed, key)).rejects.toMatchObject(again);
    const sent = bed.outside.received.length;
    const [shown] = (await listConnections(bed.admin)).items;

    await open(bed);
    const probe = Promise.withResolvers<undefined>();
    bed.outside.behave = () => ({ until: probe.promise });
    const first = send(bed, keys[0] as Key);
    await until(() => bed.outside.received.length > sent);
    const others = await Promise.allSettled(keys.slice(1).map(async (key) => send(bed, key)));
    probe.resolve(undefined);
    await first;

    expect(sent).toBe(5);
    expect(shown).toMatchObject({
      pausedUntil: expect.any(String) as string,
      last: { status: 503 },
    });
    expect(others.map(({ status }) => status)).toEqual(Array(5).fill("rejected"));
    for (const key of keys) await send(bed, key);
    expect((await listConnections(bed.admin)).items[0]).toMatchObject({ pausedUntil: null });
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

  test("signs with both secrets for a day after a rotation", async () => {
    const bed = await makeJobBed({ db, cloud });
    const former = bed.outside.secret;
    const { secret, connection } = await rotateConnection(bed.admin, { id: bed.connectionId });
    await start(bed);
    bed.outside.secret = secret;
    await start(bed);
    expect(bed.outside.faults).toEqual([]);
    expect(connection.oldSecretUntil).not.toBeNull();

    const over = new Date(Date.now() - 1);
    await db.jobConnection.updateMany({
      where: { id: bed.connectionId },
      data: { oldUntil: over },
    });
    await start(bed);
    bed.outside.secret = former;
    await start(bed);

    expect(bed.outside.received.length).toBe(3);
    expect(bed.outside.faults).toEqual(["signature: No matching signature found"]);
  });

  test("goes on with the secret that the other side knows, whatever ends behind a rotation", async () => {
    const bed = await makeJobBed({ db, cloud });
    const broken: RootDb = db.$extends({
      query: {
        jobConnection: {
          updateMany: async ({ args, query }) => {
            await query(args);
            throw new Error("The process ended.");
          },
        },
      },
    }) as never;

    const rotated = rotateConnection({ ...bed.admin, db: broken }, { id: bed.connectionId });
    await expect(rotated).rejects.toThrow("The process ended.");
    await start(bed);

    expect(bed.outside.faults).toEqual([]);
    expect(bed.outside.received).toHaveLength(1);
    const [row] = await db.$queryRaw<{ isWhole: boolean }[]>`
      SELECT old_secret_sealed <> secret_sealed AND old_until > now() AS "isWhole"
      FROM job_connection WHERE id = ${bed.connectionId}::uuid`;
    expect(row?.isWhole).toBe(true);
  });

  test("waits as long as the database says, whatever the clock of this process", async () => {
    const bed = await makeJobBed({ db, cloud });
    const key = await begin(bed);
    await db.$executeRaw`
      UPDATE job_connection SET failures = 5, paused_until = now() + interval '40 seconds'
      WHERE id = ${bed.connectionId}::uuid`;
    const ahead = { ...bed, ctx: { ...bed.ctx, now: () => new Date(Date.now() + 600_000) } };

    const error: unknown = await send(ahead, key).catch((caught: unknown) => caught);

    expect(error).toMatchObject(again);
    expect((error as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(10_000);
    const admin = { ...bed.admin, now: ahead.ctx.now };
    expect((await listConnections(admin)).items[0]?.pausedUntil).not.toBeNull();
  });

  test("through one connection that hangs leaves another one's agent and deliveries alone", async () => {
    const bed = await makeJobBed({ db, cloud });
    const other = await startOutside();
    const made = await createConnection(bed.admin, { name: "Other", url: other.url });
    other.secret = made.secret;
    const held = Promise.withResolvers<undefined>();
    bed.outside.behave = () => ({ until: held.promise });
    const keys: Key[] = [];
    // More than an agent has connections.
    for (let place = 0; place < 20; place += 1) keys.push(await begin(bed));
    const hanging = Promise.allSettled(keys.map(async (one) => send(bed, one)));
    await until(() => bed.outside.received.length >= 16);

    const key = await begin(bed, { connection: "Other" });
    await send(bed, key);

    expect(other.received).toHaveLength(1);
    expect(bed.outside.received.every(({ status }) => status === null)).toBe(true);
    held.resolve(undefined);
    await hanging;
    await other.stop();
  });
});
