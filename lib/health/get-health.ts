import type { Ctx } from "../ctx.ts";
import { listTopicAges, type TopicAge } from "../queue/index.ts";
import { measure, type Measures } from "./measure.ts";

export type HealthStatus = "ok" | "degraded" | "down";

export interface Health {
  status: HealthStatus;
  checks: {
    name: "database" | "worker" | "queue" | "archive" | "lanes" | "runs";
    isOk: boolean;
    /** Seconds or rows; null when it could not be read. */
    value: number | null;
    limit: number;
  }[];
  /** Why the database could not be read, for the log of whoever answers. */
  cause?: unknown;
}

const MAX_LAG_SECONDS = 30;
const MAX_QUEUE_SECONDS = 60;
// Copies of long logs wait for each other, and nobody's process waits for them.
const MAX_ARCHIVE_SECONDS = 900;

/**
 * Whether the system does its work: down without the database, degraded when something waits too long. One portal's
 * trouble, such as an access that only its administrator can renew, is none of the system's: the metrics show it.
 */
export async function getHealth(ctx: Ctx): Promise<Health> {
  const database = { name: "database", isOk: true, value: 0, limit: 0 } as const;
  try {
    const measures = await measure(ctx.db);
    const ages = await listTopicAges(ctx.db);
    const checks: Health["checks"] = [database, ...toChecks(measures, ages)];
    return { status: checks.every(({ isOk }) => isOk) ? "ok" : "degraded", checks };
  } catch (cause) {
    return { status: "down", checks: [{ ...database, isOk: false, value: null }], cause };
  }
}

function toChecks(measures: Measures, ages: readonly TopicAge[]): Health["checks"] {
  const { workers, laneLagSeconds, overdueRuns } = measures;
  const oldest = (isArchive: boolean): number => {
    const own = ages.filter(({ topic }) => topic.startsWith("archive.") === isArchive);
    return Math.max(0, ...own.map(({ oldestSeconds }) => oldestSeconds));
  };
  return [
    { name: "worker", isOk: workers > 0, value: workers, limit: 1 },
    atMost("queue", oldest(false), MAX_QUEUE_SECONDS),
    atMost("archive", oldest(true), MAX_ARCHIVE_SECONDS),
    atMost("lanes", laneLagSeconds, MAX_LAG_SECONDS),
    atMost("runs", overdueRuns, 0),
  ];
}

function atMost(
  name: Health["checks"][number]["name"],
  value: number,
  limit: number,
): Health["checks"][number] {
  return { name, isOk: value <= limit, value, limit };
}
