import type { Ctx } from "../ctx.ts";
import { listTopicAges } from "../queue/index.ts";
import { measure, type Measures } from "./measure.ts";

export type HealthStatus = "ok" | "degraded" | "down";

export interface Health {
  status: HealthStatus;
  checks: {
    name: "database" | "worker" | "queue" | "lanes" | "runs" | "portals";
    isOk: boolean;
    /** Seconds, rows or portals; null when it could not be read. */
    value: number | null;
    limit: number;
  }[];
  /** Why the database could not be read, for the log of whoever answers. */
  cause?: unknown;
}

const MAX_LAG_SECONDS = 30;
const MAX_QUEUE_SECONDS = 60;

/** Whether the system does its work: down without the database, degraded when something waits too long. */
export async function getHealth(ctx: Ctx): Promise<Health> {
  const database = { name: "database", isOk: true, value: 0, limit: 0 } as const;
  try {
    const measures = await measure(ctx.db);
    const ages = await listTopicAges(ctx.db);
    const queueSeconds = Math.max(0, ...ages.map(({ oldestSeconds }) => oldestSeconds));
    const checks: Health["checks"] = [database, ...toChecks(measures, queueSeconds)];
    return { status: checks.every(({ isOk }) => isOk) ? "ok" : "degraded", checks };
  } catch (cause) {
    return { status: "down", checks: [{ ...database, isOk: false, value: null }], cause };
  }
}

function toChecks(measures: Measures, queueSeconds: number): Health["checks"] {
  const { workers, laneLagSeconds, overdueRuns, lostPortals } = measures;
  return [
    { name: "worker", isOk: workers > 0, value: workers, limit: 1 },
    atMost("queue", queueSeconds, MAX_QUEUE_SECONDS),
    atMost("lanes", laneLagSeconds, MAX_LAG_SECONDS),
    atMost("runs", overdueRuns, 0),
    atMost("portals", lostPortals, 0),
  ];
}

function atMost(
  name: Health["checks"][number]["name"],
  value: number,
  limit: number,
): Health["checks"][number] {
  return { name, isOk: value <= limit, value, limit };
}
