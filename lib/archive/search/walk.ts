import { openParams, type Params } from "./params.ts";
import {
  beyondSql,
  edgeOf,
  isEmpty,
  orderSql,
  spanBeyond,
  type Direction,
  type EntryKey,
  type Place,
  type TimeSpan,
} from "./place.ts";
import type { Equal, Plan } from "./plan.ts";
import { askStep, isOver } from "./snapshot.ts";
import { nextSize, smaller } from "./step-size.ts";

export interface WalkInput {
  place: Place;
  direction: Direction;
  /** Rows that are looked for. */
  wanted: number;
  /** Rows that may be looked at before the walk gives up. */
  maxRows: number;
  /** Only rows with this value, by the index of its column. */
  equal: Equal | null;
}

export interface Walked {
  keys: EntryKey[];
  /** Up to here everything was looked at. */
  place: Place;
  /** Nothing is left beyond. */
  isEnd: boolean;
}

const DAY_MS = 86_400_000;
// The first look covers a busy portal's page; empty stretches are crossed in few steps.
const FIRST_SPAN_MS = DAY_MS;
// Rows of one user or type lie farther apart, and planning for a month takes little more time than for a day.
const FIRST_EQUAL_SPAN_MS = 32 * DAY_MS;
const SPAN_GROWTH = 4;
const FIRST_ROWS = 1_000;
const MAX_STEP_ROWS = 20_000;

/** Goes through the rows by time and tests each, in narrow spans so that few partitions are planned for. */
export async function walk(plan: Plan, input: WalkInput): Promise<Walked> {
  const { direction, wanted, maxRows, equal } = input;
  const keys: EntryKey[] = [];
  let place = input.place;
  let spanMs = equal === null ? FIRST_SPAN_MS : FIRST_EQUAL_SPAN_MS;
  if (direction === "older") spanMs += msAhead(plan, place);
  let rows = FIRST_ROWS;
  let looked = 0;
  for (;;) {
    const left = spanBeyond(plan, place, direction);
    if (isEmpty(left)) return { keys, place: edgeOf(left, direction), isEnd: true };
    if (looked >= maxRows || isOver(plan.snapshot)) return { keys, place, isEnd: false };
    const span = nearPart(left, direction, spanMs);
    const part = { ...input, place, span, rows, wanted: wanted - keys.length };
    const started = performance.now();
    const step = await lookAt(plan, part);
    if (step === null) {
      rows = smaller(rows);
      continue;
    }
    keys.push(...step.keys);
    const last = keys.at(-1);
    if (keys.length >= wanted && last !== undefined) return { keys, place: last, isEnd: false };
    looked += step.edge === null ? 0 : rows;
    if (step.edge === null) {
      place = edgeOf(
        direction === "older" ? { ...left, to: span.from } : { ...left, from: span.to },
        direction,
      );
      spanMs *= SPAN_GROWTH;
    } else {
      place = step.edge;
      rows = nextSize(rows, { tookMs: performance.now() - started, max: MAX_STEP_ROWS });
    }
  }
}

// What lies ahead of the present is nearly empty and no span of its own.
function msAhead({ to, snapshot }: Plan, place: Place): number {
  const start = Math.min(place.at.getTime(), to.getTime());
  return Math.max(0, start - snapshot.now.getTime());
}

function nearPart({ from, to }: TimeSpan, direction: Direction, widthMs: number): TimeSpan {
  if (direction === "older") {
    return { from: new Date(Math.max(from.getTime(), to.getTime() - widthMs)), to };
  }
  return { from, to: new Date(Math.min(to.getTime(), from.getTime() + widthMs)) };
}

interface Step extends WalkInput {
  span: TimeSpan;
  rows: number;
}

interface StepRow {
  at: Date;
  seq: bigint;
  is_match: boolean;
}

/** Tests the next rows of the span; the edge is the last of them when there may be more. Null for too many rows. */
async function lookAt(
  plan: Plan,
  step: Step,
): Promise<{ keys: EntryKey[]; edge: EntryKey | null } | null> {
  const params = openParams();
  const text = plan.node === null ? plainStep(plan, step, params) : testedStep(plan, step, params);
  const rows = await askStep<StepRow>(plan.snapshot, text, params);
  if (rows === null) return null;
  const keys = rows.filter((row) => row.is_match).map(({ at, seq }) => ({ at, seq }));
  const edge = rows.find((row) => !row.is_match);
  return { keys, edge: edge === undefined ? null : { at: edge.at, seq: edge.seq } };
}

function plainStep(plan: Plan, step: Step, params: Params): string {
  return `SELECT e.at, e.seq, true AS is_match FROM entry e WHERE ${scopeSql(plan, step, params)}
    ORDER BY ${orderSql(step.direction)} LIMIT ${step.wanted}`;
}

function testedStep(plan: Plan, step: Step, params: Params): string {
  const scope = scopeSql(plan, step, params);
  const order = orderSql(step.direction);
  return `WITH page AS MATERIALIZED (
      SELECT e.at, e.seq FROM (
        SELECT * FROM entry e WHERE ${scope} ORDER BY ${order} LIMIT ${step.rows}
      ) AS e WHERE ${plan.test(params)} ORDER BY ${order} LIMIT ${step.wanted}
    )
    SELECT at, seq, true AS is_match FROM page
    UNION ALL
    SELECT at, seq, false FROM (
      SELECT e.at, e.seq FROM entry e WHERE ${scope} ORDER BY ${order}
      OFFSET ${step.rows - 1} LIMIT 1
    ) AS edge WHERE (SELECT count(*) FROM page) < ${step.wanted}`;
}

function scopeSql({ snapshot }: Plan, step: Step, params: Params): string {
  const { span, place, direction, equal } = step;
  const parts = [
    `e.portal_id = ${params.add(snapshot.portalId, "bigint")}`,
    `e.at >= ${params.add(span.from, "timestamptz")}`,
    `e.at < ${params.add(span.to, "timestamptz")}`,
    beyondSql(place, direction, params),
  ];
  if (equal !== null) parts.push(`e.${equal.column} = ${params.add(equal.id, "integer")}`);
  return parts.join(" AND ");
}
