import { eachNumber } from "../blocks/cells.ts";
import { PERIODS } from "../blocks/insert-tallies.ts";
import { listGone } from "../keep/list-leaves.ts";
import { countedSpan, edgesOf } from "./counted.ts";
import { openParams } from "./params.ts";
import type { TimeSpan } from "./place.ts";
import type { Plan } from "./plan.ts";
import { askStep } from "./snapshot.ts";
import type { TimeCount } from "./tally-bars.ts";
import { DAY_MS, dayText, periodsSql, type Periods } from "./tally-periods.ts";
import type { TallyQuery } from "./tally-query.ts";
import { findUsers, partTest } from "./tally-test.ts";

interface Input {
  query: TallyQuery;
  limits: readonly Date[];
}

/**
 * Counts entries of some users by whole days; days that a limit goes through, and the ends of the range, are left to
 * be read from rows. Null when no day is left, or the counts could not be read in time.
 */
export async function countUserTimes(
  plan: Plan,
  { query, limits }: Input,
): Promise<{ times: TimeCount[]; uncounted: TimeSpan[] } | null> {
  const span = countedSpan(plan, DAY_MS);
  if (span === null) return null;
  const split = limits
    .filter((at) => at > span.from && at < span.to && at.getTime() % DAY_MS !== 0)
    .map((at) => Math.floor(at.getTime() / DAY_MS) * DAY_MS);
  const days = [...new Set(split)].sort((one, other) => one - other);
  const between = whatIsBetween(span, days);
  if (between.length === 0) return null;
  const times = await readTimes(plan, { query, days: between });
  return times && { times, uncounted: [...edgesOf(plan, span), ...joined(days)] };
}

function whatIsBetween({ from, to }: TimeSpan, days: number[]): Periods["days"] {
  const ends = [...days.map((day) => [day, day + DAY_MS] as const), [to.getTime(), 0] as const];
  let start = from.getTime();
  const between: Periods["days"] = [];
  for (const [end, next] of ends) {
    if (start < end) between.push({ from: dayText(new Date(start)), to: dayText(new Date(end)) });
    start = next;
  }
  return between;
}

/** Days that follow each other as one span. */
function joined(days: number[]): TimeSpan[] {
  const spans: TimeSpan[] = [];
  for (const day of days) {
    const last = spans.at(-1);
    if (last?.to.getTime() === day) last.to = new Date(day + DAY_MS);
    else spans.push({ from: new Date(day), to: new Date(day + DAY_MS) });
  }
  return spans;
}

interface Row {
  start: string;
  severity_id: number;
  users: Uint8Array;
}

async function readTimes(
  plan: Plan,
  { query, days }: { query: TallyQuery; days: Periods["days"] },
): Promise<TimeCount[] | null> {
  const gone = await listGone(plan.snapshot.db);
  const params = openParams();
  const from = periodsSql(plan.snapshot, { kind: PERIODS.month, months: [], days, gone }, params);
  const text = `SELECT e.start::text AS start, e.severity_id, string_agg(e.users, ''::bytea) AS users
    FROM ${from} WHERE ${partTest(plan, query.groups, params)} GROUP BY 1, 2`;
  const rows = await askStep<Row>(plan.snapshot, text, params);
  if (rows === null) return null;
  const users = new Set<number>();
  for (const row of rows) eachNumber(row.users, (user) => users.add(user));
  const chosen = query.users === null ? users : await findUsers(plan, { node: query.users, users });
  if (chosen === null) return null;
  return rows.map(({ start, severity_id: severityId, users: packed }) => {
    let count = 0;
    eachNumber(packed, (user, entries) => (count += chosen.has(user) ? entries : 0));
    return { at: Date.parse(start), severityId, count };
  });
}
