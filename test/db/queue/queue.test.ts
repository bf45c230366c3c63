import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { invalidInput, unavailable } from "../../../lib/errors.ts";
import { withTx } from "../../../lib/db/index.ts";
import {
  defineJob,
  enqueue,
  enqueueAll,
  listTopicAges,
  openListener,
  startQueue,
  type AnyJob,
  type Queue,
} from "../../../lib/queue/index.ts";
import { createTestDb, until } from "../../support/index.ts";

const { db, url } = await createTestDb();
const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  await db.$executeRaw`DELETE FROM pgboss.job`;
});

async function work(...jobs: AnyJob[]): Promise<Queue> {
  const listener = openListener({ url });
  const queue = await startQueue({ url, db, listener, jobs });
  running.push({
    stop: async () => {
      await queue.stop(500);
      await listener.close();
    },
  });
  return queue;
}

interface JobRow {
  state: string;
  retryCount: number;
  output: Record<string, unknown> | null;
}

async function readJobs(topic: string): Promise<JobRow[]> {
  return db.$queryRaw<JobRow[]>`SELECT state::text, retry_count AS "retryCount", output
    FROM pgboss.job WHERE name = ${topic}`;
}

const setup = (portalId: number) => ({ portalId: String(portalId) });

describe("enqueue", () => {
  test("adds the job with the caller's transaction, and only with it", async () => {
    await withTx(db, async (tx) => enqueue(tx, "portal.setup", setup(1)));
    const broken = withTx(db, async (tx) => {
      await enqueue(tx, "portal.setup", setup(2));
      throw unavailable("rolled back");
    });

    await expect(broken).rejects.toThrow("rolled back");
    expect(await readJobs("portal.setup")).toHaveLength(1);
  });

  test("keeps one waiting job a key", async () => {
    for (const portalId of [1, 1, 2, 1]) {
      await enqueue(db, "portal.setup", setup(portalId), { singletonKey: String(portalId) });
    }

    expect(await readJobs("portal.setup")).toHaveLength(2);
  });

  test("adds one job a slot of time, whoever asks", async () => {
    await Promise.all(
      Array.from({ length: 5 }, async () =>
        enqueue(db, "maintenance.tick", {}, { everySeconds: 3_600 }),
      ),
    );

    expect(await readJobs("maintenance.tick")).toHaveLength(1);
  });

  test("refuses a payload that is not the topic's", async () => {
    await expect(enqueue(db, "portal.setup", { portalId: "x" })).rejects.toThrow();
  });

  test("tells how long due jobs wait", async () => {
    await enqueue(db, "portal.setup", setup(1));
    await enqueue(db, "portal.removed", setup(1), { startAfterSeconds: 60 });

    const ages = await listTopicAges(db);

    expect(ages).toMatchObject([{ topic: "portal.setup", waiting: 1 }]);
    expect(ages[0]?.oldestSeconds).toBeLessThan(5);
  });
});

describe("a worker", () => {
  test("starts a job right after its commit", async () => {
    const startedAt: number[] = [];
    const tookMs: number[] = [];
    await work(
      defineJob({
        topic: "portal.setup",
        handler: async () => void startedAt.push(performance.now()),
      }),
    );

    // Each begins right after a look at the queue, if looks were what found the one before.
    for (let place = 0; place < 5; place += 1) {
      const sentAt = performance.now();
      await enqueue(db, "portal.setup", setup(place));
      await until(() => startedAt.length > place);
      tookMs.push((startedAt[place] ?? Infinity) - sentAt);
    }

    // The next regular look would be 2.5 s later; a busy machine may hold up some of them.
    expect(Math.min(...tookMs.slice(1))).toBeLessThan(2_000);
    await until(async () =>
      (await readJobs("portal.setup")).every(({ state }) => state === "completed"),
    );
  });

  test("refills a place as soon as it is free, whatever the others do", async () => {
    const done: string[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    await enqueueAll(db, "portal.setup", [1, 2, 3, 4, 5].map(setup));
    await work(
      defineJob({
        topic: "portal.setup",
        concurrency: 2,
        handler: async (_ctx, { portalId }) => {
          if (portalId === "1") await gate;
          done.push(portalId);
        },
      }),
    );

    await until(() => done.length === 4);

    expect(done).not.toContain("1");
    release();
    await until(() => done.length === 5);
  });

  test("leaves places for others when one group's jobs hang, however many wait", async () => {
    const started: string[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const runs = Array.from({ length: 20 }, () => ({
      runId: randomUUID(),
      calledAt: new Date().toISOString(),
    }));
    const others = new Set<string>(runs.slice(15).map(({ runId }) => runId));
    await enqueueAll(db, "run.execute", runs, ({ runId }) =>
      others.has(runId) ? runId : "hanging",
    );
    await work(
      defineJob({
        topic: "run.execute",
        concurrency: 4,
        perGroup: 2,
        handler: async (_ctx, { runId }) => {
          started.push(runId);
          if (!others.has(runId)) await gate;
        },
      }),
    );

    await until(() => started.filter((runId) => others.has(runId)).length === 5);

    expect(started).toHaveLength(7);
    release();
    await until(() => started.length === 20);
  });

  test("leaves places for others when many groups hang, each with few jobs", async () => {
    const started: string[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const runs = Array.from({ length: 30 }, () => ({
      runId: randomUUID(),
      calledAt: new Date().toISOString(),
    }));
    const groups = new Map<string, string>(
      runs.map(({ runId }, place) => [runId, place < 24 ? `hanging ${place % 6}` : "healthy"]),
    );
    const healthy = () => started.filter((runId) => groups.get(runId) === "healthy");
    await enqueueAll(db, "run.execute", runs, ({ runId }) => groups.get(runId) ?? "");
    await work(
      defineJob({
        topic: "run.execute",
        concurrency: 4,
        perGroup: 4,
        slow: { afterMs: 30, places: 6 },
        handler: async (_ctx, { runId }) => {
          started.push(runId);
          if (groups.get(runId) !== "healthy") await gate;
        },
      }),
    );

    await until(() => healthy().length === 6);

    release();
    await until(() => started.length === 30);
  });

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
