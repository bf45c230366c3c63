import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { invalidInput, unavailable } from "../../../lib/errors.ts";
import { defineJob, enqueue } from "../../../lib/queue/index.ts";
import { createTestDb, until } from "../../support/index.ts";
import { makeQueueBed, setup } from "./bed.ts";

const { db, url } = await createTestDb();
const { running, work, readJobs } = makeQueueBed({ db, url });

describe("a worker", () => {
  test("tries an error again that may pass, not before the error's own time", async () => {
    let tries = 0;
    await enqueue(db, "portal.setup", setup(1));
    await work(
      defineJob({
        topic: "portal.setup",
        handler: async () => {
          tries += 1;
          throw unavailable("away");
        },
      }),
    );

    await until(async () => (await readJobs("portal.setup"))[0]?.state === "retry");

    const [row] = await db.$queryRaw<{ wait: number }[]>`
      SELECT extract(epoch FROM start_after - now())::float8 AS wait FROM pgboss.job
      WHERE name = 'portal.setup'`;
    expect(tries).toBe(1);
    expect(row?.wait).toBeGreaterThan(3);
  });

  test("never gives a run's work up for errors that may pass: its deadline ends it", async () => {
    const given: unknown[] = [];
    let tries = 0;
    const run = { runId: randomUUID(), calledAt: new Date().toISOString() };
    await enqueue(db, "run.execute", run);
    await db.$executeRaw`UPDATE pgboss.job SET retry_count = 500, started_on = now()`;
    await work(
      defineJob({
        topic: "run.execute",
        handler: async () => {
          tries += 1;
          throw unavailable("away");
        },
        onGiveUp: async (_ctx, payload) => void given.push(payload),
      }),
    );

    await until(async () => (await readJobs("run.execute"))[0]?.state === "retry");

    const [row] = await db.$queryRaw<{ wait: number; kept: number }[]>`
      SELECT extract(epoch FROM start_after - now())::float8 AS wait,
        extract(epoch FROM keep_until - now())::float8 / 86400 AS kept FROM pgboss.job`;
    expect([tries, given]).toEqual([1, []]);
    expect(row?.wait).toBeLessThanOrEqual(300);
    expect(row?.kept).toBeGreaterThan(366);
  });

  test("gives a job up at once when no repetition helps", async () => {
    const given: unknown[] = [];
    await enqueue(db, "portal.setup", setup(7));
    await work(
      defineJob({
        topic: "portal.setup",
        handler: async () => Promise.reject(invalidInput("never")),
        onGiveUp: async (_ctx, payload) => void given.push(payload),
      }),
    );

    await until(async () => (await readJobs("portal.setup"))[0]?.state === "completed");

    expect(given).toEqual([setup(7)]);
    expect((await readJobs("portal.setup"))[0]?.output).toMatchObject({ gaveUp: "invalid_input" });
  });

  test("hands a job to give up whose worker died for the last time", async () => {
    const given: unknown[] = [];
    await enqueue(db, "portal.setup", setup(9));
    // As the supervisor leaves a job whose claim ran out with no try left.
    await db.$executeRaw`
      UPDATE pgboss.job SET state = 'active', retry_count = retry_limit, started_on = now(),
        heartbeat_on = now() - interval '5 minutes' WHERE name = 'portal.setup'`;
    const { stop } = await work(
      defineJob({
        topic: "portal.setup",
        handler: async () => undefined,
        onGiveUp: async (_ctx, payload) => void given.push(payload),
      }),
    );

    await until(() => given.length > 0);

    expect(given).toEqual([setup(9)]);
    await stop(100);
    running.length = 0;
  });

  test("goes on with a job that it got again, whatever becomes of its first try", async () => {
    const signals: AbortSignal[] = [];
    const ends: (() => void)[] = [];
    await enqueue(db, "portal.setup", setup(11));
    await work(
      defineJob({
        topic: "portal.setup",
        handler: async (_ctx, _payload, { signal }) => {
          signals.push(signal);
          await new Promise<void>((resolve) => ends.push(resolve));
        },
      }),
    );
    await until(() => signals.length === 1);
    // As the supervisor leaves a job whose claim ran out while the database was away.
    await db.$executeRaw`
      UPDATE pgboss.job SET state = 'retry', retry_count = retry_count + 1, start_after = now()
      WHERE name = 'portal.setup'`;
    await until(() => signals.length === 2);
    const wasAborted = signals.map(({ aborted }) => aborted);

    ends[0]?.();
    ends[1]?.();
    await until(async () => (await readJobs("portal.setup"))[0]?.state === "completed");

    expect(wasAborted).toEqual([true, false]);
  });

  test.each([
    ["ends when it is aborted", true],
    ["goes on although it is aborted", false],
  ])("counts no try for a planned stop, when the work %s", async (_name, obeys) => {
    const tries: number[] = [];
    const job = defineJob({
      topic: "portal.setup",
      handler: async (_ctx, _payload, { signal, attempt }) => {
        tries.push(attempt);
        await new Promise((_resolve, reject) => {
          if (obeys)
            signal.addEventListener("abort", () => {
              reject(new Error("stopped"));
            });
        });
      },
    });
    await enqueue(db, "portal.setup", setup(1));
    for (let round = 1; round <= 2; round += 1) {
      const queue = await work(job);
      await until(() => tries.length === round);
      await queue.stop(10);
    }
    running.length = 0;

    expect(tries).toEqual([1, 1]);
    expect(await readJobs("portal.setup")).toMatchObject([{ state: "retry", retryCount: 0 }]);
  });

  test("takes a job back from nobody who has it by now", async () => {
    await enqueue(db, "portal.setup", setup(1));
    const queue = await work(
      defineJob({ topic: "portal.setup", handler: async () => new Promise(() => undefined) }),
    );
    await until(async () => (await readJobs("portal.setup"))[0]?.state === "active");
    await db.$executeRaw`UPDATE pgboss.job SET retry_count = 1`;

    await queue.stop(10);
    running.length = 0;

    expect(await readJobs("portal.setup")).toMatchObject([{ state: "active", retryCount: 1 }]);
  });

  test("gives back what it holds when it stops, and aborts it", async () => {
    let reason: unknown;
    await enqueue(db, "portal.setup", setup(1));
    const queue = await work(
      defineJob({
        topic: "portal.setup",
        handler: async (_ctx, _payload, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener("abort", () => {
              reason = signal.reason;
              reject(new Error("stopped"));
            });
          }),
      }),
    );
    await until(async () => (await readJobs("portal.setup"))[0]?.state === "active");

    await queue.stop(50);
    running.length = 0;

    expect(reason).toBeInstanceOf(Error);
    expect(await readJobs("portal.setup")).toMatchObject([{ state: "retry" }]);
  });
});
