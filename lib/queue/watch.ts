import type { RootDb } from "../db/index.ts";
import { runCompiled } from "../db/index.ts";
import { log } from "../log.ts";

const EVERY_MS = 2_500;

const TEXT = `SELECT t.name,
    EXISTS (SELECT FROM pgboss.job j WHERE j.name = t.name AND j.state < 'active'
      AND j.start_after <= now()) AS "isDue",
    EXISTS (SELECT FROM pgboss.job j WHERE j.name = t.name AND j.state = 'active'
      AND j.heartbeat_on + j.heartbeat_seconds * interval '1 second' < now()) AS "isStale"
  FROM unnest($1::text[]) AS t (name)`;

interface WatchInput {
  db: RootDb;
  topics: string[];
  onDue(topic: string): void;
  /** A claim ran out: its worker died. */
  onStale(topic: string): Promise<void>;
}

/**
 * Finds repetitions that became due, jobs whose announcement was lost, and jobs of dead workers: one look for all
 * topics, so that an idle process asks the database little.
 */
export function watchTopics(input: WatchInput): { stop(): void } {
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      const rows = await runCompiled<{ name: string; isDue: boolean; isStale: boolean }>(input.db, {
        text: TEXT,
        values: [input.topics],
      });
      for (const { name, isDue, isStale } of rows) {
        if (isDue) input.onDue(name);
        if (isStale) await input.onStale(name);
      }
    } catch (error) {
      log("error", "queue.watch_failed", { error });
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}
