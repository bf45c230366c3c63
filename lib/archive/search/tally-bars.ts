import { eachNumber } from "../blocks/cells.ts";
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
  parts: Uint8Array | null;
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
  return rows?.flatMap((row) => timesOf(row, { span, split })) ?? null;
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
  const isFine = `e.period = 1 OR e.start = ANY(${params.add([...split], "date[]")})`;
  const text = `SELECT e.period, e.start::text AS start, e.severity_id, sum(e.total)::float8 AS total,
      string_agg(e.parts, ''::bytea) FILTER (WHERE ${isFine}) AS parts
    FROM ${from} WHERE ${partTest(plan, query.groups, params)} GROUP BY 1, 2, 3`;
  return askStep<Row>(plan.snapshot, text, params);
}

function timesOf(
  { period, start, severity_id: severityId, total, parts }: Row,
  { span, split }: { span: TimeSpan; split: Set<string> },
): TimeCount[] {
  const from = Date.parse(start);
  if (period === 0 && !split.has(start)) return [{ at: from, severityId, count: total }];
  const step = period === 0 ? QUARTER_MS : DAY_MS;
  const times: TimeCount[] = [];
  eachNumber(parts ?? new Uint8Array(), (part, count) => {
    const at = from + part * step;
    const isElsewhere = period === 1 && split.has(dayText(new Date(at)));
    if (isElsewhere || at < span.from.getTime() || at >= span.to.getTime()) return;
    times.push({ at, severityId, count });
  });
  return times;
}
