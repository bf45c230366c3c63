import { termsOf } from "./block-terms.ts";
import { walkBlocks } from "./block-walk.ts";
import { openParams } from "./params.ts";
import { beyondSql, edgeOf, orderSql, type Direction, type EntryKey, type Place } from "./place.ts";
import type { Plan } from "./plan.ts";
import { ask, hasBlocks } from "./snapshot.ts";
import { walk, type Walked } from "./walk.ts";

interface Input {
  /** Where to begin; the edge of the range when null. */
  place: Place | null;
  direction: Direction;
  wanted: number;
  /** Rows that are looked at before blocks are asked: most queries fill a page from them. */
  firstLook?: number;
}

const FIRST_LOOK = 2_000;
const LOOK_AT_EQUAL = 20_000;

/** The next rows that meet the query, nearest first, by the cheapest way there is. */
export async function findKeys(plan: Plan, input: Input): Promise<Walked> {
  const { direction, wanted } = input;
  const place = input.place ?? edgeOf(plan, direction);
  if (plan.isNever) return { keys: [], place, isEnd: true };
  if (plan.seqs !== null) return findBySeq(plan, { ...input, place, seqs: plan.seqs });
  const equal = plan.equal;
  const begun = await walk(plan, {
    ...{ place, direction, wanted, equal },
    maxRows: input.firstLook ?? (equal === null ? FIRST_LOOK : LOOK_AT_EQUAL),
  });
  if (begun.isEnd || begun.keys.length >= wanted) return begun;
  const rest = { place: begun.place, direction, wanted: wanted - begun.keys.length };
  const terms = hasBlocks(plan.snapshot) ? termsOf(plan) : null;
  const found =
    terms === null
      ? await walk(plan, { ...rest, equal, maxRows: Infinity })
      : await walkBlocks(plan, { ...rest, terms });
  return { ...found, keys: [...begun.keys, ...found.keys] };
}

async function findBySeq(
  plan: Plan,
  input: Input & { place: Place; seqs: readonly string[] },
): Promise<Walked> {
  const { place, direction, wanted, seqs } = input;
  const params = openParams();
  const text = `SELECT e.at, e.seq FROM entry e
    WHERE e.portal_id = ${params.add(plan.snapshot.portalId, "bigint")}
      AND e.seq = ANY(${params.add(seqs, "bigint[]")})
      AND e.at >= ${params.add(plan.from, "timestamptz")}
      AND e.at < ${params.add(plan.to, "timestamptz")}
      AND ${beyondSql(place, direction, params)} AND ${boundSql(place, direction, params.add)}
      AND ${plan.test(params)}
    ORDER BY ${orderSql(direction)} LIMIT ${wanted}`;
  const keys = await ask<EntryKey>(plan.snapshot, text, params);
  return { keys, place: keys.at(-1) ?? place, isEnd: keys.length < wanted };
}

function boundSql(
  { at }: Place,
  direction: Direction,
  add: ReturnType<typeof openParams>["add"],
): string {
  return `e.at ${direction === "older" ? "<=" : ">="} ${add(at, "timestamptz")}`;
}
