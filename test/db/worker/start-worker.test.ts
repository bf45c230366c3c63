import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, expect, test } from "vitest";
import { childEnv } from "../../../lib/env.ts";
import { appendLine, executeJob, settleRun } from "../../../lib/runs/index.ts";
import { startWorker, type Worker } from "../../../lib/worker/start-worker.ts";
import { createTestDb, until } from "../../support/index.ts";
import { fakePortal, makeCtx, makeRun, readRun } from "../runs/bed.ts";

const { db, url } = await createTestDb({ maxConnections: 10 });
const portal = fakePortal();
const work = async () => ({ outcome: "success" as const, message: "Done.", values: { count: 1 } });
const worker: Worker = await startWorker({
  url,
  db,
  send: portal.send,
  jobs: [executeJob({ findWork: () => work })],
});

afterAll(async () => worker.stop(1_000));

test("a call is worked and answered right after it was stored", async () => {
  const ctx = await makeCtx(db);
  const tookMs: number[] = [];

  // Each begins right after a look at the queue, if looks were what found the one before.
  for (let place = 0; place < 5; place += 1) {
    const key = await makeRun(ctx, {
      eventToken: place === 0 ? "wf|A|now.sig" : `wf|A|${place}.sig`,
    });
    const run = await until(async () => {
      const { state, deliveredAt, receivedAt } = await readRun(ctx, key.runId);
      return state === "delivered" && deliveredAt !== null && { deliveredAt, receivedAt };
    });
    tookMs.push(run.deliveredAt.getTime() - run.receivedAt.getTime());
  }

  // The next regular look would be 2.5 s later; a busy machine may hold up some of them.
  expect(Math.min(...tookMs.slice(1))).toBeLessThan(2_000);
  expect(portal.log.find(({ token }) => token === "wf|A|now.sig")?.values).toEqual({
    count: 1,
    status: "ok",
    message: "Done.",
  });
});

test("a deadline is answered although nobody works on the run", async () => {
  const ctx = await makeCtx(db);
  const key = await makeRun(ctx, { heartbeatSeconds: 3_600 });
  await db.$executeRaw`UPDATE pgboss.job SET state = 'completed' WHERE data->>'runId' = ${key.runId}`;
  await until(async () => {
    await db.run.updateMany({
      where: { id: key.runId, state: { in: ["received", "running"] } },
      data: { deadlineAt: new Date(0) },
    });
    return (await readRun(ctx, key.runId)).outcome;
  });

  await until(async () => (await readRun(ctx, key.runId)).state === "delivered");
});

test("lines of many portals reach them, each in order", async () => {
  const portals = await Promise.all(Array.from({ length: 8 }, async () => makeCtx(db)));
  await Promise.all(
    portals.map(async (ctx) => {
      const key = await makeRun(ctx, { eventToken: `wf|P${ctx.portalId}|x.sig`, isWaiting: true });
      const lines = Array.from({ length: 20 }, (_, place) => `line ${place}`);
      for (const message of lines) await appendLine(ctx, { ...key, message });
      await settleRun(ctx, { ...key, outcome: "failure", message: "End.", by: "test" });
    }),
  );
  await until(async () => (await db.outbox.count({ where: { state: "pending" } })) === 0);

  for (const { portalId } of portals) {
    const mine = portal.log.filter(({ token }) => token === `wf|P${portalId}|x.sig`);
    const numbers = mine
      .filter(({ method }) => method === "bizproc.activity.log")
      .flatMap(({ text }) => text.split("\n").map((line) => Number(line.slice(5))));
    expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
    expect(mine.at(-1)?.method).toBe("bizproc.event.send");
  }
});

test("the program ends with 0 when it is told to stop, and with 1 for a bad setting", async () => {
  const main = `${import.meta.dirname}/../../../lib/worker/main.ts`;
  const start = (extra: Record<string, string>) =>
    spawn(process.execPath, [main], {
      env: childEnv({ DATABASE_URL: url, LOG_LEVEL: "info", ...extra }),
      stdio: ["ignore", "ignore", "pipe"],
    });
  const good = start({});
  let lines = "";
  good.stderr.on("data", (chunk: Buffer) => (lines += chunk.toString()));
  await until(() => Promise.resolve(lines.includes("worker.started")));
  good.kill("SIGTERM");
  const [code] = (await once(good, "exit")) as [number];
  const bad = start({ LOG_LEVEL: "info", TRUST_PROXY: "many" });
  const [failure] = (await once(bad, "exit")) as [number];

  expect([code, failure]).toEqual([0, 1]);
});
