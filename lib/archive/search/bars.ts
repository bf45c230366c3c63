import { CalendarDateTime, fromAbsolute, toCalendarDate, toZoned } from "@internationalized/date";
import type { CalendarDate } from "@internationalized/date";
import type { TimeSpan } from "./place.ts";

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];

/** Widths of bars, each a step of the calendar or the clock of the zone. */
const WIDTHS = [
  ["1s", SECOND],
  ["5s", 5 * SECOND],
  ["10s", 10 * SECOND],
  ["30s", 30 * SECOND],
  ["1m", MINUTE],
  ["5m", 5 * MINUTE],
  ["10m", 10 * MINUTE],
  ["30m", 30 * MINUTE],
  ["1h", HOUR],
  ["3h", 3 * HOUR],
  ["6h", 6 * HOUR],
  ["12h", 12 * HOUR],
  ["1d", DAY],
  ["1w", 7 * DAY],
  ["1M", 28 * DAY],
  ["1y", 365 * DAY],
] as const;
export type BarWidth = (typeof WIDTHS)[number][0];

export interface Bars {
  width: BarWidth;
  /** Where bars begin, in order, and where the last one ends: the ends of the range are the first and the last. */
  limits: Date[];
}

/** The narrowest bars that cover the span with at most that many. */
export function makeBars(span: TimeSpan, input: { zone: string; maxBars: number }): Bars {
  const { zone, maxBars } = input;
  const length = span.to.getTime() - span.from.getTime();
  let bars: Bars = { width: "1y", limits: [] };
  for (const [width, ms] of WIDTHS) {
    if (length / ms > maxBars * 2) continue;
    bars = { width, limits: limitsOf(span, { width, ms, zone, max: maxBars + 1 }) };
    if (bars.limits.length <= maxBars + 1) return bars;
  }
  return bars;
}

interface Step {
  width: BarWidth;
  ms: number;
  zone: string;
  /** Further limits are of no interest: the bars are too many. */
  max: number;
}

function limitsOf(span: TimeSpan, step: Step): Date[] {
  const [from, to] = [span.from.getTime(), span.to.getTime()];
  const limits = [from];
  for (const at of step.ms <= HOUR ? clockLimits(from, step) : calendarLimits(from, step)) {
    if (at >= to || limits.length > step.max) break;
    if (at > (limits.at(-1) ?? 0)) limits.push(at);
  }
  return [...limits, to].map((at) => new Date(at));
}

// An hour that a clock shows twice is two bars.
function* clockLimits(from: number, { ms, zone }: Step): Generator<number> {
  let at = from;
  for (;;) {
    const next = floorClock(at + ms, ms, zone);
    at = next > at ? next : at + ms;
    yield at;
  }
}

function floorClock(at: number, ms: number, zone: string): number {
  const { offset } = fromAbsolute(at, zone);
  return Math.floor((at + offset) / ms) * ms - offset;
}

function* calendarLimits(from: number, step: Step): Generator<number> {
  const { ms, zone } = step;
  let day = startOf(toCalendarDate(fromAbsolute(from, zone)), step);
  for (;;) {
    const hours = ms < DAY ? ms / HOUR : 24;
    for (let hour = 0; hour < 24; hour += hours) {
      const local = new CalendarDateTime(day.year, day.month, day.day, hour);
      yield toZoned(local, zone).toDate().getTime();
    }
    day = nextDay(day, step);
  }
}

function startOf(day: CalendarDate, { width }: Step): CalendarDate {
  if (width === "1M") return day.set({ day: 1 });
  if (width === "1y") return day.set({ day: 1, month: 1 });
  if (width !== "1w") return day;
  const weekday = (new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay() + 6) % 7;
  return day.subtract({ days: weekday });
}

function nextDay(day: CalendarDate, { width }: Step): CalendarDate {
  if (width === "1w") return day.add({ weeks: 1 });
  if (width === "1M") return day.add({ months: 1 });
  return width === "1y" ? day.add({ years: 1 }) : day.add({ days: 1 });
}
