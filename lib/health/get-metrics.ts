import type { Ctx } from "../ctx.ts";
import { listTopicAges, type TopicAge } from "../queue/index.ts";
import { measure, type Measures } from "./measure.ts";

const GAUGES: Record<keyof Measures, [name: string, help: string]> = {
  workers: ["workers", "Worker processes seen in the last 30 seconds."],
  workerSeenSeconds: ["worker_seen_seconds", "Seconds since any worker was seen."],
  laneLagSeconds: ["lane_lag_seconds", "Seconds the longest due lane waits for a worker."],
  blockedLanes: ["lanes_blocked", "Lanes that rest because of trouble with their portal."],
  openRuns: ["runs_open", "Runs without an outcome."],
  settledRuns: ["runs_undelivered", "Runs whose outcome the portal does not have yet."],
  overdueRuns: ["runs_overdue", "Open runs a minute or more past their deadline."],
  pendingRows: ["outbox_pending", "Lines and completions to deliver."],
  oldestPendingSeconds: ["outbox_pending_oldest_seconds", "Age of the oldest row to deliver."],
  deadRowsOfDay: ["outbox_dead_day", "Rows of the last day that could not be delivered."],
  lostPortals: ["portals_auth_lost", "Portals that need an administrator to open the app."],
};

/** The state of the system in the text format of Prometheus. */
export async function getMetrics(ctx: Ctx): Promise<string> {
  const measures = await measure(ctx.db);
  const ages = await listTopicAges(ctx.db);
  const names = Object.keys(GAUGES) as (keyof Measures)[];
  const lines = names.flatMap((key) => {
    const [name, help] = GAUGES[key];
    const value = measures[key];
    return value === null ? [] : gauge(name, help, [["", value]]);
  });
  const counted = await ctx.db.metric.findMany({ orderBy: [{ name: "asc" }, { labels: "asc" }] });
  return [...lines, ...queueLines(ages), ...countLines(counted), ""].join("\n");
}

const COUNTS: Record<string, [type: "counter" | "histogram", help: string]> = {
  calls_refused_total: ["counter", "Step calls without a valid application token."],
  runs_settled_total: ["counter", "Runs that got their outcome."],
  deliveries_total: ["counter", "Lines and completions by what became of them."],
  limit_waits_total: ["counter", "Calls that had to wait for the portal's request budget."],
  limit_refusals_total: ["counter", "Calls that a portal refused for its limits."],
  refreshes_total: ["counter", "Renewals of a pair of tokens by their result."],
  portal_calls_total: ["counter", "Calls to portals and auth servers by interface and result."],
  portal_call_seconds: ["histogram", "How long these calls took."],
};

function countLines(counted: { name: string; labels: string; value: number }[]): string[] {
  return Object.entries(COUNTS).flatMap(([family, [type, help]]) => {
    const rows = counted.filter(({ name }) => name.replace(/_(bucket|sum|count)$/, "") === family);
    if (rows.length === 0) return [];
    return [
      `# HELP logbook_${family} ${help}`,
      `# TYPE logbook_${family} ${type}`,
      ...rows.map(({ name, labels, value }) => `logbook_${name}${labels} ${value}`),
    ];
  });
}

function queueLines(ages: TopicAge[]): string[] {
  const label = ({ topic }: TopicAge): string => `{topic="${topic}"}`;
  const waiting = ages.map((age): [string, number] => [label(age), age.waiting]);
  const oldest = ages.map((age): [string, number] => [label(age), age.oldestSeconds]);
  return [
    ...gauge("queue_waiting", "Due jobs that no worker has taken yet.", waiting),
    ...gauge("queue_oldest_seconds", "Age of the oldest due job.", oldest),
  ];
}

function gauge(name: string, help: string, values: [label: string, value: number][]): string[] {
  return [
    `# HELP logbook_${name} ${help}`,
    `# TYPE logbook_${name} gauge`,
    ...values.map(([label, value]) => `logbook_${name}${label} ${value}`),
  ];
}
