import {
  allOf,
  anyOf,
  not,
  parseQuery,
  printQuery,
  type Node,
} from "../../../../../../lib/filter/shared.ts";
import { instantOf, wallTime } from "../../../../../_ui/time/format-time.ts";
import { readQuery } from "./query-edits.ts";

/** Hour and day of the week, Monday 0. */
export interface HeatCell {
  day: number;
  hour: number;
}

interface Range {
  from: string;
  to: string;
  timeZone: string;
}

const DAY_MS = 86_400_000;
// A query has at most a hundred conditions and 4,000 characters.
const MOST = 40;

/** The query with only, or without, the times of a cell; null where these are too many to be named. */
export function withCell(
  q: string,
  edit: "include" | "exclude",
  cell: HeatCell & Range,
): string | null {
  const times = timesOf(cell);
  if (times.length === 0 || times.length > MOST) return null;
  const node = anyOf(times.map(between));
  if (node === null) return null;
  return printQuery(allOf([readQuery(q), edit === "include" ? node : not(node)].filter(isNode)));
}

export function timesOf({ day, hour, from, to, timeZone }: HeatCell & Range) {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const times: { from: number; to: number }[] = [];
  const first = wallTime(new Date(start), timeZone);
  const midnight = Date.UTC(first.year, first.month - 1, first.day);
  for (let at = midnight; at < end + DAY_MS && times.length <= MOST; at += DAY_MS) {
    if ((new Date(at).getUTCDay() + 6) % 7 !== day) continue;
    const hourAt = (of: number) => instantOf(clockAt(at + of * 3_600_000), timeZone).getTime();
    const span = { from: Math.max(start, hourAt(hour)), to: Math.min(end, hourAt(hour + 1)) };
    if (span.from < span.to) times.push(span);
  }
  return times;
}

/** A wall time, kept as if it were UTC. */
function clockAt(ms: number) {
  return wallTime(new Date(ms), "UTC");
}

/** The end of a range belongs to it, the end of an hour does not. */
function between({ from, to }: { from: number; to: number }): Node {
  const [first, last] = [from, to - 1].map((ms) => new Date(ms).toISOString());
  const read = parseQuery(`time:[${first} TO ${last}]`);
  if (!read.ok || read.query === null) throw new Error("A range of two moments is a condition.");
  return read.query;
}

function isNode(node: Node | null): node is Node {
  return node !== null;
}
