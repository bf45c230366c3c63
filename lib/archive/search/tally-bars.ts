import { eachNumber } from "../blocks/cells.ts";
import { PERIODS } from "../blocks/insert-tallies.ts";
import { openParams } from "./params.ts";
import type { TimeSpan } from "./place.ts";
import type { Plan } from "./plan.ts";
import { askStep } from "./snapshot.ts";
import { DAY_MS, dayText, periodsSql, readPeriods, type Periods } from "./tally-periods.ts";
import type { TallyQuery } from "./tally-query.ts";
import { partTest } from "./tally-test.ts";

export const QUARTER_MS = 900_000;

interface Input {
  /** Whole quarters of an hour. */
  span: TimeSpan;
  query: TallyQuery;
  limits: readonly Date[];
}

/** Entries of some time; all of it lies between two limits. */
export interface TimeCount {
  at: number;
  severityId: number;
  count: number;
}

interface Row {
  period: number;
  start: string;
  severity_id: number;
  total: number;
  /** In base64: the driver takes much longer for bytes than for text. */
  parts: string | null;
}

interface Inside {
  span: TimeSpan;
  /** Starts of days that are read by themselves. */
  split: ReadonlySet<number>;
}

/** Counts entries by time and severity, no finer than the limits need; null when that took too long. */
export async function countTimes(plan: Plan, input: Input): Promise<TimeCount[] | null> {
  const { span, limits } = input;
  const days = {
    from: new Date(Math.floor(span.from.getTime() / DAY_MS) * DAY_MS),
    to: new Date(Math.ceil(span.to.getTime() / DAY_MS) * DAY_MS),
  };
  const split = new Set(
    [span.from, span.to, ...limits]
      .filter((at) => at >= days.from && at < days.to && at.getTime() % DAY_MS !== 0)
      .map((at) => dayText(at)),
  );
  const periods = addDays(await readPeriods(plan.snapshot, days), split);
  const rows = await readRows(plan, { periods, split, query: input.query });
  const inside = { span, split: new Set([...split].map((day) => Date.parse(day))) };
  return rows?.flatMap((row) => timesOf(row, inside)) ?? null;
}

// Days that a limit goes through are read by themselves, also where their month is summed up.
function addDays(periods: Periods, split: Set<string>): Periods {
  const inMonths = [...split].filter((day) => periods.months.includes(`${day.slice(0, 7)}-01`));
  const days = inMonths.map((from) => ({ from, to: dayText(new Date(Date.parse(from) + DAY_MS)) }));
  return { ...periods, days: [...periods.days, ...days] };
}

async function readRows(
  plan: Plan,
  { periods, split, query }: { periods: Periods; split: Set<string>; query: TallyQuery },
): Promise<Row[] | null> {
  const params = openParams();
  const from = periodsSql(plan.snapshot, periods, params);
  const isFine = `e.period = ${PERIODS.month} OR e.start = ANY(${params.add([...split], "date[]")})`;
  const text = `SELECT e.period, e.start::text AS start, e.severity_id, sum(e.total)::float8 AS total,
      encode(string_agg(e.parts, ''::bytea) FILTER (WHERE ${isFine}), 'base64') AS parts
    FROM ${from} WHERE ${partTest(plan, query.groups, params)} GROUP BY 1, 2, 3`;
  return askStep<Row>(plan.snapshot, text, params);
}

function timesOf(
  { period, start, severity_id: severityId, total, parts }: Row,
  input: Inside,
): TimeCount[] {
  const { span, split } = input;
  const from = Date.parse(start);
  const isWhole = period === PERIODS.day && !split.has(from);
  if (isWhole) return [{ at: from, severityId, count: total }];
  const step = period === PERIODS.day ? QUARTER_MS : DAY_MS;
  // Each comes once for each group.
  const counts = new Map<number, number>();
  eachNumber(Buffer.from(parts ?? "", "base64"), (part, count) => {
    counts.set(part, (counts.get(part) ?? 0) + count);
  });
  const times: TimeCount[] = [];
  for (const [part, count] of counts) {
    const at = from + part * step;
    const isElsewhere = period === PERIODS.month && split.has(at);
    if (isElsewhere || at < span.from.getTime() || at >= span.to.getTime()) continue;
    times.push({ at, severityId, count });
  }
  return times;
}
