import type { Node } from "../../filter/index.ts";
import type { Params } from "./params.ts";
import { allParts, looseParts, timeParts, type Parts } from "./parts.ts";
import { isEmpty, type TimeSpan } from "./place.ts";
import type { Plan } from "./plan.ts";

/** Tables of counts that stand for rows: by quarters of an hour, or by days and everything with few values. */
export type CountTable = "entry_day" | "entry_cube";

const DAY_FIELDS = ["sev", "type", "module"];
const CUBE_FIELDS = [...DAY_FIELDS, "site", "user", "ip"];
const STEP_MS = { entry_day: 900_000, entry_cube: 86_400_000 } as const;

/** Fields that the query asks about; null stands for words. */
export function fieldsOf(node: Node | null): (string | null)[] {
  if (node === null) return [];
  switch (node.kind) {
    case "and":
    case "or":
      return node.items.flatMap(fieldsOf);
    case "not":
      return fieldsOf(node.item);
    case "text":
      return [null];
    case "field":
      return [node.field];
  }
}

/** The smallest table that can answer questions about these fields. */
export function tableFor(fields: readonly (string | null)[]): CountTable | null {
  const isIn = (names: string[]) => fields.every((name) => name !== null && names.includes(name));
  return isIn(DAY_FIELDS) ? "entry_day" : isIn(CUBE_FIELDS) ? "entry_cube" : null;
}

/** The part of the range that the table's steps cover exactly; null when there is none. */
export function countedSpan(plan: Plan, table: CountTable): TimeSpan | null {
  const step = STEP_MS[table];
  const from = new Date(Math.ceil(plan.from.getTime() / step) * step);
  const to = new Date(Math.floor(plan.to.getTime() / step) * step);
  const span = { from, to };
  return isEmpty(span) || plan.isNever || plan.snapshot.indexedSeq === 0n ? null : span;
}

/** Rows that may meet the query and are not in the counts of this span. */
export async function* uncountedParts(plan: Plan, counted: TimeSpan | null): Parts {
  if (counted === null) {
    yield* allParts(plan);
    return;
  }
  const upTo = plan.snapshot.indexedSeq;
  const edges = [
    { from: counted.to, to: plan.to },
    { from: plan.from, to: counted.from },
  ];
  yield* looseParts(plan, { from: plan.from, to: plan.to });
  for (const span of edges) yield* timeParts({ span, upTo, equal: plan.equal });
}

interface Counted {
  table: CountTable;
  span: TimeSpan;
  /** Moments that no count may reach over. */
  limits?: readonly Date[] | undefined;
}

/** Counts of the span, newest first, each as an item of FROM with rows `e` that have a time and a number. */
export async function* countedSources(
  plan: Plan,
  { table, span, limits = [] }: Counted,
): AsyncGenerator<CountSource, void, number | undefined> {
  const days = wholeDays(span);
  const edges =
    days === null
      ? [span]
      : [
          { ...span, from: days.to },
          { ...span, to: days.from },
        ];
  const split = days === null ? [] : splitDays(days, limits);
  if (table === "entry_day") {
    for (const edge of edges.filter((one) => !isEmpty(one))) {
      yield (params) => quartersSql(plan, { span: edge, days: null }, params);
    }
    if (days !== null && split.length > 0) {
      yield (params) => quartersSql(plan, { span: days, days: split }, params);
    }
  }
  if (days === null) return;
  const parts = timeParts({ span: days }, DAY_MS);
  let next = await parts.next();
  while (next.done !== true) {
    const part = next.value.span;
    const tookMs: number | undefined = yield (params) =>
      wholeDaysSql(plan, { table, span: part, without: split }, params);
    next = await parts.next(tookMs);
  }
}

function splitDays({ from, to }: TimeSpan, limits: readonly Date[]): string[] {
  const inside = limits.filter((at) => at > from && at < to && at.getTime() % DAY_MS !== 0);
  return [...new Set(inside.map((at) => at.toISOString().slice(0, 10)))];
}

export type CountSource = (params: Params) => string;

const DAY_MS = 86_400_000;

/** The whole days of a span; null when there are none. */
function wholeDays({ from, to }: TimeSpan): TimeSpan | null {
  const days = {
    from: new Date(Math.ceil(from.getTime() / DAY_MS) * DAY_MS),
    to: new Date(Math.floor(to.getTime() / DAY_MS) * DAY_MS),
  };
  return isEmpty(days) ? null : days;
}

/** Counts by quarter as rows `e` with a time and a number. */
function quartersSql(
  plan: Plan,
  { span, days }: { span: TimeSpan; days: readonly string[] | null },
  params: Params,
): string {
  const only = days === null ? "true" : `e.day = ANY(${params.add(days, "date[]")})`;
  const [from, to] = [params.add(span.from, "timestamptz"), params.add(span.to, "timestamptz")];
  return `(SELECT e.*, c.count AS n, ${DAY_START} + c.quarter * interval '15 minutes' AS at
      FROM entry_day e, unnest(e.quarters, e.counts) AS c(quarter, count)
      WHERE ${daysSql(plan, { from, to }, params)} AND ${only}
        AND ${DAY_START} + c.quarter * interval '15 minutes' >= ${from}
        AND ${DAY_START} + c.quarter * interval '15 minutes' < ${to}) AS e`;
}

/** Counts of whole days as rows `e` with a time and a number. */
function wholeDaysSql(
  plan: Plan,
  input: { table: CountTable; span: TimeSpan; without: readonly string[] },
  params: Params,
): string {
  const { table, span, without } = input;
  const others = without.length === 0 ? "true" : `e.day <> ALL(${params.add(without, "date[]")})`;
  const [from, to] = [params.add(span.from, "timestamptz"), params.add(span.to, "timestamptz")];
  return `(SELECT e.*, e.total AS n, ${DAY_START} AS at FROM ${table} e
      WHERE ${daysSql(plan, { from, to }, params)} AND ${others}) AS e`;
}

const DAY_START = "(e.day::timestamp AT TIME ZONE 'UTC')";

function daysSql(
  { snapshot }: Plan,
  { from, to }: { from: string; to: string },
  params: Params,
): string {
  return [
    `e.portal_id = ${params.add(snapshot.portalId, "bigint")}`,
    `e.day >= (${from} AT TIME ZONE 'UTC')::date`,
    `e.day <= ((${to} - interval '1 millisecond') AT TIME ZONE 'UTC')::date`,
  ].join(" AND ");
}
