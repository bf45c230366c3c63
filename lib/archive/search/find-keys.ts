import { askInParts } from "./ask-in-parts.ts";
import { termsOf } from "./block-terms.ts";
import { walkBlocks } from "./block-walk.ts";
import type { openParams } from "./params.ts";
import { findFirst } from "./first-rows.ts";
import { narrowTo, openCandidates, type Candidates } from "./candidates.ts";
import {
  beyondSql,
  edgeOf,
  orderSql,
  sortKeys,
  spanBeyond,
  type Direction,
  type EntryKey,
  type Place,
} from "./place.ts";
import type { Equal, Plan } from "./plan.ts";
import { hasBlocks } from "./snapshot.ts";
import { walk, type Walked } from "./walk.ts";

interface Input {
  /** Where to begin; the edge of the range when null. */
  place: Place | null;
  direction: Direction;
  wanted: number;
  /** Rows that are looked at before blocks are asked: most queries fill a page from them. */
  firstLook?: number;
  /** Pieces of segments that one statement reads at most. */
  pieces?: number;
}

const DENSE = 0.5;
// How many rows blocks have that are nearly all full cannot be told.
const FULL = 0.95;
const FIRST_LOOK = 3_000;
const LOOK_AT_EQUAL = 20_000;
// The nearest segments do not tell for certain of what lies behind them.
const LOOK_AT_NEAREST = 5_000;
// Rows with a value that are read one by one in the time that those of a block take.
const ROWS_OF_BLOCK = 6;

/** The next rows that meet the query, nearest first, by the cheapest way there is. */
export async function findKeys(plan: Plan, input: Input): Promise<Walked> {
  const { direction, wanted } = input;
  const place = input.place ?? edgeOf(plan, direction);
  if (plan.isNever) return { keys: [], place, isEnd: true };
  if (plan.seqs !== null) return findBySeq(plan, { ...input, place, seqs: plan.seqs });
  if (plan.isFirst) return findFirst(plan, { place, direction, wanted });
  const equal = plan.equal;
  const isOnlyEqual = equal !== null && plan.node?.kind === "field";
  const terms = hasBlocks(plan.snapshot) && !isOnlyEqual ? termsOf(plan) : null;
  if (terms === null) return walk(plan, { place, direction, wanted, equal, maxRows: Infinity });
  const candidates = await openCandidates(plan.snapshot, {
    ...{ terms, direction, beside: equal?.terms, tellsNarrow: equal !== null },
    ...{ span: spanBeyond(plan, place, direction), pieces: input.pieces },
  });
  const maxRows = input.firstLook ?? firstLook(candidates, equal);
  if (maxRows === 0) return walkBlocks(plan, { place, direction, wanted, candidates });
  const begun = await walk(plan, { place, direction, wanted, equal, maxRows });
  if (begun.isEnd || begun.keys.length >= wanted) return begun;
  narrowTo(candidates, spanBeyond(plan, begun.place, direction));
  const rest = { place: begun.place, direction, wanted: wanted - begun.keys.length };
  const found = await walkBlocks(plan, { ...rest, candidates });
  return { ...found, keys: [...begun.keys, ...found.keys] };
}

/** Rows that are looked at one by one before candidates are read: none where candidates are the shorter way. */
function firstLook({ seen, isWhole }: Candidates, equal: Equal | null): number {
  if (seen.candidates === 0) return 0;
  const share = equal === null || equal.terms.length === 0 ? 1 : seen.beside / seen.blocks;
  if (equal === null || share > FULL) {
    return seen.candidates < seen.blocks * DENSE ? 0 : FIRST_LOOK;
  }
  // As many rows as spread at random would leave so many blocks without any.
  const rows = -Math.log(1 - share) * seen.blocks;
  if (rows / seen.candidates > ROWS_OF_BLOCK) return 0;
  return isWhole ? LOOK_AT_EQUAL : LOOK_AT_NEAREST;
}

async function findBySeq(
  plan: Plan,
  input: Input & { place: Place; seqs: readonly string[] },
): Promise<Walked> {
  const { place, direction, wanted, seqs } = input;
  const found = await askInParts<string, EntryKey>(plan.snapshot, {
    items: seqs,
    toText: (some, params) => `SELECT e.at, e.seq FROM entry e
      WHERE e.portal_id = ${params.add(plan.snapshot.portalId, "bigint")}
        AND e.seq = ANY(${params.add(some, "bigint[]")})
        AND e.at >= ${params.add(plan.from, "timestamptz")}
        AND e.at < ${params.add(plan.to, "timestamptz")}
        AND ${beyondSql(place, direction, params)} AND ${boundSql(place, direction, params.add)}
        AND ${plan.test(params)}
      ORDER BY ${orderSql(direction)} LIMIT ${wanted}`,
  });
  if (found === null) return { keys: [], place, isEnd: false };
  const keys = sortKeys(distinct(found), direction).slice(0, wanted);
  return { keys, place: keys.at(-1) ?? place, isEnd: keys.length < wanted };
}

// A number that was asked for twice may have stood in two parts.
function distinct(keys: readonly EntryKey[]): EntryKey[] {
  return [...new Map(keys.map((key) => [key.seq, key])).values()];
}

function boundSql(
  { at }: Place,
  direction: Direction,
  add: ReturnType<typeof openParams>["add"],
): string {
  return `e.at ${direction === "older" ? "<=" : ">="} ${add(at, "timestamptz")}`;
}
