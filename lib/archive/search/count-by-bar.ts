import { countedSpan, edgesOf } from "./counted.ts";
import { openParams } from "./params.ts";
import { isEmpty, type TimeSpan } from "./place.ts";
import type { Plan } from "./plan.ts";
import { severityGroup, type SeverityGroup } from "./severity-groups.ts";
import { ask, type Snapshot } from "./snapshot.ts";
import { throughRows, type Through } from "./sources.ts";
import { countTimes, QUARTER_MS, type TimeCount } from "./tally-bars.ts";
import { toTallyQuery, type TallyQuery } from "./tally-query.ts";
import { countUserTimes } from "./tally-user-days.ts";

interface BarCount {
  bar: number;
  group: SeverityGroup;
  count: number;
}

interface BarRow {
  bar: number;
  severity_id: number;
  n: number;
}

/** Counts entries between each two limits by severity, as far as there is time. */
export async function countByBar(
  plan: Plan,
  limits: readonly Date[],
  take: (count: BarCount) => void,
): Promise<Through> {
  const counted = await countStored(plan, limits);
  const counts = toBars(counted?.times ?? [], limits);
  const through = await throughRows<BarRow>(plan, {
    uncounted: counted?.uncounted ?? null,
    toText: (from, params) =>
      `SELECT width_bucket(e.at, ${params.add(limits, "timestamptz[]")}) - 1 AS bar, e.severity_id,
        count(*)::float8 AS n
      FROM ${from} WHERE ${plan.test(params)} GROUP BY 1, 2`,
    take: (rows) => counts.push(...rows) >= 0,
  });
  const severities = await readSeverities(plan.snapshot, counts);
  for (const { bar, severity_id: id, n } of counts) {
    take({ bar, group: severityGroup(severities.get(id) ?? ""), count: n });
  }
  return through;
}

interface Stored {
  times: TimeCount[];
  /** What is left to be read from rows. */
  uncounted: TimeSpan[];
}

// Quarters of an hour cannot be split; the ends of the range are read from rows.
async function countStored(plan: Plan, limits: readonly Date[]): Promise<Stored | null> {
  const query: TallyQuery | null = toTallyQuery(plan.node);
  const inner = limits.slice(1, -1);
  if (query === null) return null;
  if (query.users !== null) return countUserTimes(plan, { query, limits: inner });
  const span = countedSpan(plan, QUARTER_MS);
  if (span === null || inner.some((at) => at.getTime() % QUARTER_MS !== 0)) return null;
  const times = await countTimes(plan, { span, query, limits: inner });
  return times && { times, uncounted: edgesOf(plan, span).filter((edge) => !isEmpty(edge)) };
}

/** Both in order of time: goes along the limits once. */
function toBars(times: TimeCount[], limits: readonly Date[]): BarRow[] {
  const rows = new Map<string, BarRow>();
  let bar = 0;
  for (const { at, severityId, count } of times.toSorted((one, other) => one.at - other.at)) {
    while (bar + 1 < limits.length && (limits[bar + 1]?.getTime() ?? 0) <= at) bar += 1;
    const key = `${bar} ${severityId}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { bar, severity_id: severityId, n: count });
    else row.n += count;
  }
  return [...rows.values()];
}

async function readSeverities(
  snapshot: Snapshot,
  counts: readonly BarRow[],
): Promise<Map<number, string>> {
  const ids = [...new Set(counts.map((row) => row.severity_id))];
  if (ids.length === 0) return new Map();
  const params = openParams();
  const text = `SELECT id, value FROM entry_text
    WHERE portal_id = ${params.add(snapshot.portalId, "bigint")}
      AND id = ANY(${params.add(ids, "integer[]")})`;
  const rows = await ask<{ id: number; value: string }>(snapshot, text, params);
  return new Map(rows.map(({ id, value }) => [id, value]));
}
