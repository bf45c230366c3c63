import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { defineJob, enqueue, enqueueAll } from "../../../lib/queue/index.ts";
import { createTestDb, until } from "../../support/index.ts";
import { makeQueueBed, setup } from "./bed.ts";

const { db, url } = await createTestDb();
const { work, readJobs } = makeQueueBed({ db, url });

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
        // Long enough that on a busy machine only what hangs is slow: a group that is known as slow waits too.
        slow: { afterMs: 1_000, places: 6 },
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

  test("lets a group that was slow once prove itself while others hang", async () => {
    const started: string[] = [];
    const gates = { hanging: Promise.withResolvers<undefined>(), once: Promise.withResolvers() };
    const groups = new Map<string, string>();
    const add = async (group: string): Promise<string> => {
      const runId = randomUUID();
      groups.set(runId, group);
      const run = { runId, calledAt: new Date().toISOString() };
      await enqueueAll(db, "run.execute", [run], () => group);
      return runId;
    };
    const first = await add("once");
    await work(
      defineJob({
        topic: "run.execute",
        concurrency: 2,
        perGroup: 2,
        slow: { afterMs: 1_000, places: 6 },
        handler: async (_ctx, { runId }) => {
          started.push(runId);
          if (groups.get(runId) !== "once") await gates.hanging.promise;
          else if (runId === first) await gates.once.promise;
        },
      }),
    );
    await until(() => started.includes(first));
    for (let place = 0; place < 7; place += 1) await add(`hanging ${place}`);
    // With the first one there are seven that are slow at that moment: one more than there is room for.
    await until(() => started.length >= 7);
    gates.once.resolve(undefined);
    await until(() => started.length === 8);

    const next = await add("once");
    await until(() => started.includes(next));

    gates.hanging.resolve(undefined);
    await until(async () =>
      (await readJobs("run.execute")).every(({ state }) => state === "completed"),
    );
  });
});
