import { afterEach } from "vitest";
import { openListener, startQueue, type AnyJob, type Queue } from "../../../lib/queue/index.ts";
import type { TestDb } from "../../support/create-test-db.ts";

export interface JobRow {
  state: string;
  retryCount: number;
  output: Record<string, unknown> | null;
}

export interface QueueBed {
  /** Workers that are stopped after the test; a test that stops its own empties it. */
  running: { stop(): Promise<void> }[];
  work(...jobs: AnyJob[]): Promise<Queue>;
  readJobs(topic: string): Promise<JobRow[]>;
}

/** Each test begins with an empty queue, and nobody works on it after the test. */
export function makeQueueBed({ db, url }: TestDb): QueueBed {
  const running: QueueBed["running"] = [];

  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    await db.$executeRaw`DELETE FROM pgboss.job`;
  });

  const work = async (...jobs: AnyJob[]) => {
    const listener = openListener({ url });
    const queue = await startQueue({ url, db, listener, jobs });
    running.push({
      stop: async () => {
        await queue.stop(500);
        await listener.close();
      },
    });
    return queue;
  };

  const readJobs = async (topic: string) =>
    db.$queryRaw<JobRow[]>`SELECT state::text, retry_count AS "retryCount", output
      FROM pgboss.job WHERE name = ${topic}`;

  return { running, work, readJobs };
}

export const setup = (portalId: number) => ({ portalId: String(portalId) });
