import type { BatchCommandV3 } from "../../portals/index.ts";
import { toNumber } from "../entry-filter.ts";
import type { HoleQuestion } from "./holes.ts";
import type { IdRange } from "./spans.ts";

export type LogCommand = BatchCommandV3;

const LIST = "main.eventlog.list";
const TAIL = "main.eventlog.tail";
const END_FIELDS = ["id", "timestampX", "auditTypeId", "itemId", "remoteAddr"];

export function newestPage(limit: number): LogCommand {
  return { method: LIST, query: { order: { id: "DESC" }, pagination: { limit } } };
}

/** What is newer than this number, oldest first. */
export function pageAfter(id: bigint, limit: number): LogCommand {
  const cursor = { field: "id", order: "ASC", value: numberOf(id), limit };
  return { method: TAIL, query: { cursor } };
}

/** The newest entries of a range; with fewer than the limit these are all. */
export function rangePage(range: IdRange, limit: number): LogCommand {
  return {
    method: LIST,
    query: { filter: bounds(range), order: { id: "DESC" }, pagination: { limit } },
  };
}

/** Whatever stands under these numbers by now, oldest first. */
export function holesPage({ ids, ranges }: HoleQuestion, limit: number): LogCommand {
  const conditions: unknown[] = ranges.map(({ low, high }) => [
    "id",
    "between",
    [numberOf(low), numberOf(high)],
  ]);
  if (ids.length > 0) conditions.push(["id", "in", ids.map(numberOf)]);
  const filter = conditions.length === 1 ? conditions : [{ logic: "or", conditions }];
  return { method: LIST, query: { filter, order: { id: "ASC" }, pagination: { limit } } };
}

/** The portal's oldest or newest entry, as far as it takes to know it again. */
export function endOfLog(end: "oldest" | "newest"): LogCommand {
  const order = { id: end === "oldest" ? "ASC" : "DESC" };
  return { method: LIST, query: { select: END_FIELDS, order, pagination: { limit: 1 } } };
}

function bounds({ low, high }: IdRange): unknown[] {
  return [
    ["id", ">=", numberOf(low)],
    ["id", "<=", numberOf(high)],
  ];
}

function numberOf(id: bigint): number | string {
  return toNumber(id.toString());
}

/** The highest number of a range whose entry is not younger than a moment. */
export function newestBefore(range: IdRange, time: string): LogCommand {
  const filter = [...bounds(range), ["timestampX", "<=", time]];
  const query = { select: END_FIELDS, filter, order: { id: "DESC" }, pagination: { limit: 1 } };
  return { method: LIST, query };
}
