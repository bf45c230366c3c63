import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Ctx } from "../ctx.ts";
import type { RootDb } from "../db/index.ts";
import { keepEvents } from "../events/index.ts";
import { beat, forgetWorkers, keepCounts } from "../health/index.ts";
import { batchPortal, flushCalls } from "../portals/index.ts";
import { openListener, startQueue, type AnyJob } from "../queue/index.ts";
import { runLanes, settleOverdue, type SendBatch } from "../runs/index.ts";
import { endJobs, watchPortals } from "../steps/index.ts";
import { registry } from "./registry.ts";
import { repeat } from "./repeat.ts";
import { startTimetable } from "./timetable.ts";

const BEAT_MS = 10_000;
const COUNTS_MS = 5_000;
const WATCH_MS = 3_000;
const STOPPED_MS = 60_000;

interface StartWorkerInput {
  url: string;
  db: RootDb;
  jobs?: AnyJob[];
  send?: SendBatch;
}

export interface Worker {
  /** Takes nothing new, finishes or gives back what it holds. */
  stop(graceMs: number): Promise<void>;
}

/** Everything a worker process does: jobs, deliveries, deadlines, regular care and a sign of life. */
export async function startWorker(input: StartWorkerInput): Promise<Worker> {
  const { url, db } = input;
  const identity = { id: randomUUID(), host: hostname(), pid: process.pid };
  const ctx: Ctx = {
    requestId: `worker-${identity.id}`,
    actor: { kind: "system" },
    now: () => new Date(),
    db,
  };
  // A process that was off for months finds none for now.
  await keepEvents(ctx);
  const listener = openListener({ url });
  const queue = await startQueue({ url, db, listener, jobs: input.jobs ?? registry() });
  const lanes = await runLanes(ctx, { listener, send: input.send ?? batchPortal });
  const timetable = startTimetable(ctx);
  const rounds = [
    repeat({ name: "beat", everyMs: BEAT_MS, work: async () => beat(db, identity) }),
    repeat({ name: "counts", everyMs: COUNTS_MS, work: async () => keepCounts(db) }),
    repeat({ name: "overdue", everyMs: WATCH_MS, work: async () => settleOverdue(ctx) }),
    repeat({ name: "jobs", everyMs: WATCH_MS, work: async () => endJobs(ctx) }),
    repeat({ name: "stopped", everyMs: STOPPED_MS, work: async () => watchPortals(ctx) }),
  ];
  return {
    stop: async (graceMs) => {
      timetable.stop();
      // First the work, so that what it settles now can still be delivered here.
      await Promise.all(rounds.map(async (round) => round.stop()));
      await queue.stop(Math.floor(graceMs / 2));
      await lanes.stop(Math.floor(graceMs / 2));
      await flushCalls();
      await keepCounts(db);
      await listener.close();
      await forgetWorkers(db, { id: identity.id });
    },
  };
}
