import type { Ctx } from "../ctx.ts";
import { listTopicAges, type TopicAge } from "../queue/index.ts";
import { measure, type Measures } from "./measure.ts";
import { measureCopies, type CopyMeasures } from "./measure-copies.ts";

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
  unindexedEntries: ["archive_unindexed_entries", "Entries that have no block and no counts yet."],
  indexLagSeconds: [
    "archive_index_lag_seconds",
    "How long the entries that would fill a block wait at most.",
  ],
};

/** What only the web process that answers can tell. */
export interface OwnMeasures {
  spoolBytes: number;
  restLogWaiting: number;
}

const OWN_GAUGES: Record<keyof OwnMeasures, [name: string, help: string]> = {
  spoolBytes: [
    "spool_bytes",
    "Size of the calls that wait on this machine's disk, and of those set aside.",
  ],
  restLogWaiting: [
    "rest_log_waiting",
    "Calls to portals that this web process has not yet logged.",
  ],
};

/** The state of the system in the text format of Prometheus. */
export async function getMetrics(ctx: Ctx, own: Partial<OwnMeasures> = {}): Promise<string> {
  const measures = await measure(ctx.db);
  const ages = await listTopicAges(ctx.db);
  const lines = [...gaugeLines(GAUGES, measures), ...gaugeLines(OWN_GAUGES, own)];
  const counted = await ctx.db.metric.findMany({ orderBy: [{ name: "asc" }, { labels: "asc" }] });
  const copies = copyLines(await measureCopies(ctx.db));
  return [...lines, ...copies, ...queueLines(ages), ...countLines(counted), ""].join("\n");
}

function gaugeLines<K extends string>(
  gauges: Record<K, [name: string, help: string]>,
  values: Partial<Record<K, number | null>>,
): string[] {
  return (Object.keys(gauges) as K[]).flatMap((key) => {
    const [name, help] = gauges[key];
    const value = values[key] ?? null;
    return value === null ? [] : gauge(name, help, [["", value]]);
  });
}

const COUNTS: Record<string, [type: "counter" | "histogram", help: string]> = {
  calls_refused_total: ["counter", "Step calls without a valid application token."],
  events_repeated_total: ["counter", "Lifecycle events that came before their portal's next turn."],
  runs_settled_total: ["counter", "Runs that got their outcome."],
  deliveries_total: ["counter", "Lines and completions by what became of them."],
  limit_waits_total: ["counter", "Calls that had to wait for the portal's request budget."],
  limit_refusals_total: ["counter", "Calls that a portal refused for its limits."],
  refreshes_total: ["counter", "Renewals of a pair of tokens by their result."],
  portal_calls_total: ["counter", "Calls to portals and auth servers by interface and result."],
  archive_entries_total: ["counter", "Entries copied from portals' logs."],
  archive_requests_total: ["counter", "Requests to read portals' logs for the archive."],
  readings_total: ["counter", "Readings of the log by whether they could be recorded."],
  rest_log_rows_total: ["counter", "Calls to portals by whether they could be logged."],
  spool_calls_total: [
    "counter",
    "Calls kept on disk while the database was away, by what became of them.",
  ],
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

function copyLines({ states, readSeconds }: CopyMeasures): string[] {
  const portals = states.map(({ state, reason, portals }): [string, number] => [
    `{state="${state}",reason="${reason ?? ""}"}`,
    portals,
  ]);
  const help = "Since the log that waits longest was read up to its end.";
  return [
    ...gauge("archive_portals", "Portals by how their log is being copied.", portals),
    ...gauge("archive_read_oldest_seconds", help, [["", readSeconds]]),
  ];
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
