import { findKeys } from "../search/find-keys.ts";
import { openParams } from "../search/params.ts";
import { partSql, throughParts } from "../search/parts.ts";
import type { EntryKey } from "../search/place.ts";
import { askStep } from "../search/snapshot.ts";
import { isNearEnd, partsAbove } from "./parts-above.ts";
import type { Picking } from "./pick-plan.ts";
import { SORT_SQL } from "./row-sql.ts";
import type { SortItem } from "./row-test.ts";
import { walkNumbers } from "./walk-numbers.ts";

interface Input {
  /** Ends with `seq`. */
  order: readonly SortItem[];
  wanted: number;
}

/** The first keys in that order, at most so many; null when there was not enough time. */
export async function pickKeys(picking: Picking, input: Input): Promise<EntryKey[] | null> {
  const { plan, above } = picking;
  const { order, wanted } = input;
  if (plan.isNever) return [];
  const [first, second] = order;
  const isByTime = first?.field === "second" && second?.field === "seq" && order.length === 2;
  if (isByTime && !isNearEnd(picking) && first.isDescending === second.isDescending) {
    const direction = first.isDescending ? "older" : "newer";
    const found = await findKeys(plan, { place: null, direction, wanted });
    const isWhole = found.isEnd || found.keys.length >= wanted;
    return isWhole ? found.keys.slice(0, wanted) : null;
  }
  if (first?.field === "seq") {
    const found = await walkNumbers(plan, { wanted, isDescending: first.isDescending, above });
    if (found !== null) return found;
  }
  return sortAll(picking, input);
}

type SortRow = EntryKey & Record<`s${number}`, unknown>;

/** Keeps the best of all rows; as many as are wanted need no more memory than twice that. */
async function sortAll(picking: Picking, { order, wanted }: Input): Promise<EntryKey[] | null> {
  const { plan } = picking;
  const columns = order.map(({ field }, at) => `${SORT_SQL[field]} AS s${at}`).join(", ");
  const by = order.map(({ isDescending }, at) => `s${at} ${isDescending ? "DESC" : "ASC"}`);
  const compare = comparator(order);
  let best: SortRow[] = [];
  const isWhole = await throughParts(plan, partsAbove(picking), async (part) => {
    const params = openParams();
    const from = partSql(plan, part, params);
    const text = `SELECT e.at, e.seq, ${columns} FROM ${from} WHERE ${plan.test(params)}
      ORDER BY ${by.join(", ")} LIMIT ${wanted}`;
    const rows = await askStep<SortRow>(plan.snapshot, text, params);
    if (rows === null) return "again";
    for (const row of rows) best.push(row);
    if (best.length > wanted) best = best.sort(compare).slice(0, wanted);
    return "done";
  });
  if (!isWhole) return null;
  return best.sort(compare).map(({ at, seq }) => ({ at, seq }));
}

function comparator(order: readonly SortItem[]): (one: SortRow, other: SortRow) => number {
  return (one, other) => {
    for (const [at, { isDescending }] of order.entries()) {
      const sign = compareValues(one[`s${at}`], other[`s${at}`]);
      if (sign !== 0) return isDescending ? -sign : sign;
    }
    return 0;
  };
}

function compareValues(one: unknown, other: unknown): number {
  if (typeof one === "string" && typeof other === "string") {
    return Buffer.compare(Buffer.from(one), Buffer.from(other));
  }
  const [left, right] = [toNumber(one), toNumber(other)];
  return left === right ? 0 : left < right ? -1 : 1;
}

// Numbers of entries are safe integers: appending sees to it.
function toNumber(value: unknown): number {
  return value instanceof Date ? value.getTime() : Number(value);
}
