import type { TimeRange } from "./time-range.ts";

/** Milliseconds; the stretch of time that is in view. */
export interface TimeView {
  from: number;
  to: number;
}

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

const LADDER = [
  ...[1, 5, 15, 30].map((count) => count * MINUTE),
  ...[1, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 30, 90, 180, 365, 730, 1_825, 3_650].map((count) => count * DAY),
];

/** The next rung of the ladder around the same middle; it does not reach into the future. */
export function zoomedOut(view: TimeView, now: number): TimeView | null {
  const length = view.to - view.from;
  const rung = LADDER.find((ms) => ms > length * 1.05);
  if (rung === undefined) return null;
  const middle = view.from + length / 2;
  return beforeNow({ from: middle - rung / 2, to: middle + rung / 2 }, now);
}

/** The stretch before or after, equally long; null where it would begin in the future. */
export function shifted(view: TimeView, side: "back" | "onward", now: number): TimeView | null {
  const length = view.to - view.from;
  if (side === "back") return { from: view.from - length, to: view.from };
  return view.to >= now ? null : beforeNow({ from: view.to, to: view.to + length }, now);
}

/** The stretch that lasts as long and ends where this one begins. */
export function previousOf({ from, to }: TimeView): TimeView {
  return { from: from - (to - from), to: from };
}

export function toRange({ from, to }: TimeView): { from: string; to: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function beforeNow(view: TimeView, now: number): TimeView {
  const over = Math.max(0, view.to - now);
  return { from: view.from - over, to: view.to - over };
}

export interface RangeHistory {
  present: TimeRange;
  past: TimeRange[];
}

const MOST = 20;

/** Follows the range of the address; going to the last one of the past, by whatever way, is a step back. */
export function noted({ present, past }: RangeHistory, next: TimeRange): RangeHistory {
  const last = past.at(-1);
  if (last !== undefined && isSameRange(last, next)) {
    return { present: next, past: past.slice(0, -1) };
  }
  return { present: next, past: [...past, present].slice(-MOST) };
}

export function isSameRange(left: TimeRange, right: TimeRange): boolean {
  return left.from === right.from && left.to === right.to;
}
