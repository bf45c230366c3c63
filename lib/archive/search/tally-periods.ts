import { lastMonth, listGone, type Leaf } from "../keep/list-leaves.ts";
import { monthDay } from "../keep/months.ts";
import { PERIODS } from "../blocks/insert-tallies.ts";
import { openParams, type Params } from "./params.ts";
import { isEmpty, type TimeSpan } from "./place.ts";
import { askStep, type Snapshot } from "./snapshot.ts";

export const DAY_MS = 86_400_000;

type MonthKind = typeof PERIODS.month | typeof PERIODS.whole;

/** Which stored sums together count every entry of whole days once. */
export interface Periods {
  /** Those of `months`; sums of whole months say nothing of groups. */
  kind: MonthKind;
  /** First days of months that are summed up. */
  months: string[];
  /** Stretches of days besides, end exclusive. */
  days: { from: string; to: string }[];
  /** Months and years of a class whose entries were removed already and whose counts are about to go. */
  gone: Leaf[];
}

/** The whole days of a span; null when there are none. */
export function wholeDays({ from, to }: TimeSpan): TimeSpan | null {
  const days = {
    from: new Date(Math.ceil(from.getTime() / DAY_MS) * DAY_MS),
    to: new Date(Math.floor(to.getTime() / DAY_MS) * DAY_MS),
  };
  return isEmpty(days) ? null : days;
}

export function dayText(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** `days` are whole ones. */
export async function readPeriods(
  snapshot: Snapshot,
  days: TimeSpan,
  kind: MonthKind = PERIODS.month,
): Promise<Periods> {
  const params = openParams();
  const text = `SELECT DISTINCT start::text AS month FROM entry_tally
    WHERE portal_id = ${params.add(snapshot.portalId, "bigint")} AND period = ${kind}
      AND start >= ${params.add(dayText(days.from), "date")}
      AND (start + interval '1 month')::date <= ${params.add(dayText(days.to), "date")}
    ORDER BY 1`;
  // Without the months, which spare time, their days tell the same.
  const found = (await askStep<{ month: string }>(snapshot, text, params)) ?? [];
  const months = found.map(({ month }) => month);
  const gone = await listGone(snapshot.db);
  return { kind, months, days: between(days, months), gone };
}

/** What is left of the days without the months, which are in order. */
function between({ from, to }: TimeSpan, months: string[]): Periods["days"] {
  const days: Periods["days"] = [];
  let start = dayText(from);
  for (const month of months) {
    if (start < month) days.push({ from: start, to: month });
    const [year, number] = month.split("-").map(Number);
    start = monthDay((year ?? 0) * 12 + (number ?? 0));
  }
  const end = dayText(to);
  if (start < end) days.push({ from: start, to: end });
  return days;
}

const COLUMNS = `portal_id, period, start, keep, severity_id, type_id, module_id, nullif(site_id, 0) AS site_id,
  total, parts, users, pairs, addresses`;

/** The sums of the periods as an item of FROM, named `e`; each has its day or month once for each group, or for each class. */
export function periodsSql(
  { portalId }: Snapshot,
  { kind, months, days, gone }: Periods,
  params: Params,
): string {
  const portal = params.add(portalId, "bigint");
  const [from, to] = [days.map((one) => one.from), days.map((one) => one.to)];
  const stretches = `unnest(${params.add(from, "date[]")}, ${params.add(to, "date[]")})`;
  const left = gone.map((leaf) => {
    const low = params.add(monthDay(leaf.month), "date");
    const high = params.add(monthDay(lastMonth(leaf) + 1), "date");
    return `NOT (keep = ${leaf.keep} AND start >= ${low} AND start < ${high})`;
  });
  const where = left.length === 0 ? "" : `WHERE ${left.join(" AND ")}`;
  return `(SELECT ${COLUMNS} FROM (
      SELECT * FROM entry_tally
      WHERE portal_id = ${portal} AND period = ${kind} AND start = ANY(${params.add(months, "date[]")})
      UNION ALL
      SELECT d.* FROM ${stretches} AS s (low, high) CROSS JOIN LATERAL (
        SELECT * FROM entry_tally
        WHERE portal_id = ${portal} AND period = ${PERIODS.day} AND start >= s.low AND start < s.high OFFSET 0
      ) AS d
    ) AS t ${where}) AS e`;
}
