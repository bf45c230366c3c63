import {
  CalendarDate as ZoneDate,
  CalendarDateTime,
  fromAbsolute,
  toCalendarDate,
  toZoned,
} from "@internationalized/date";
import type { CompareOp } from "./ast.ts";
import { invalidInput } from "../errors.ts";
import type { CalendarDate, ClockTime, Moment, TimeUnit, TimeValue } from "./time-value.ts";

export interface Clock {
  now: Date;
  /** IANA name: days begin and written times are meant there. */
  zone: string;
}

export interface TimeLimit {
  op: CompareOp;
  at: Date;
}

/** A written moment: a point, or from its start up to but without its end. */
interface Resolved {
  from: number;
  to: number;
  isPoint: boolean;
}

/** The instant a bound of a range stands for; the start, where it names a whole day. */
export function resolveMoment(moment: Moment, clock: Clock): Date {
  return new Date(resolve(moment, clock, today(clock)).from);
}

/** Start inclusive, end exclusive; no end: up to now and beyond, so that late clocks lose nothing. */
export function resolveTimeRange(value: TimeValue, clock: Clock): { from: Date; to: Date | null } {
  if (value.kind === "between") return resolveBetween(value, clock);
  const { from, to } = resolve(value, clock, today(clock));
  return { from: new Date(from), to: value.kind === "relative" ? null : new Date(to) };
}

export function valueLimits(value: TimeValue, clock: Clock): TimeLimit[] {
  const { from, to } = resolveTimeRange(value, clock);
  const start: TimeLimit = { op: ">=", at: from };
  return to === null ? [start] : [start, { op: "<", at: to }];
}

/** Comparing with a day is comparing with all of it: after a day begins when that day has ended. */
export function compareLimit(op: CompareOp, moment: Moment, clock: Clock): TimeLimit {
  const { from, to, isPoint } = resolve(moment, clock, today(clock));
  if (isPoint) return { op, at: new Date(from) };
  if (op === ">") return { op: ">=", at: new Date(to) };
  return op === "<=" ? { op: "<", at: new Date(to) } : { op, at: new Date(from) };
}

function resolveBetween(
  { from, to }: { from: Moment; to: Moment },
  clock: Clock,
): { from: Date; to: Date } {
  const latest = today(clock);
  const isFromFirst = dateOf(to) === null || yearOf(from) !== null;
  if (isFromFirst) {
    const start = resolve(from, clock, latest);
    const day = zoned(start.from, clock);
    return { from: new Date(start.from), to: endOf(resolve(to, clock, day, "onward")) };
  }
  const end = resolve(to, clock, latest);
  const start = resolve(from, clock, zoned(end.from, clock));
  return { from: new Date(start.from), to: endOf(end) };
}

function endOf({ from, to, isPoint }: Resolved): Date {
  return new Date(isPoint ? from : to);
}

function dateOf(moment: Moment): CalendarDate | "other" | null {
  return moment.kind === "calendar" ? moment.date : "other";
}

function yearOf(moment: Moment): number | null {
  const date = dateOf(moment);
  return date === null || date === "other" ? null : date.year;
}

function resolve(
  moment: Moment,
  clock: Clock,
  anchor: ZoneDate,
  side: "back" | "onward" = "back",
): Resolved {
  if (moment.kind === "relative") {
    const from = shifted(moment, clock);
    return { from, to: from, isPoint: true };
  }
  if (moment.kind === "day") {
    const date = today(clock).subtract({ days: moment.name === "today" ? 0 : 1 });
    return wholeDay(date, clock);
  }
  const { date, clock: time, offset } = moment;
  const day = date === null ? anchor : toDay(date, anchor, side);
  return time === null ? wholeDay(day, clock) : timeOfDay(day, time, { ...clock, offset });
}

function timeOfDay(
  day: ZoneDate,
  time: ClockTime,
  clock: Clock & { offset: number | null },
): Resolved {
  const { hour, minute, second, ms } = time;
  const from =
    clock.offset === null
      ? toInstant(day, time, clock)
      : Date.UTC(day.year, day.month - 1, day.day, hour, minute, second ?? 0, ms ?? 0) -
        clock.offset * 60_000;
  const widthMs = ms !== null ? 1 : second !== null ? 1_000 : 60_000;
  return { from, to: from + widthMs, isPoint: true };
}

function wholeDay(day: ZoneDate, clock: Clock): Resolved {
  const midnight = { hour: 0, minute: 0, second: 0, ms: 0 };
  const [from, to] = [day, day.add({ days: 1 })].map((date) => toInstant(date, midnight, clock));
  return { from: from ?? 0, to: to ?? 0, isPoint: false };
}

function toInstant({ year, month, day }: ZoneDate, time: ClockTime, { zone }: Clock): number {
  const { hour, minute, second, ms } = time;
  const local = new CalendarDateTime(year, month, day, hour, minute, second ?? 0, ms ?? 0);
  return toZoned(local, zone).toDate().getTime();
}

// 29 February is looked for over the leap years around; every other date is there each year.
function toDay(date: CalendarDate, anchor: ZoneDate, side: "back" | "onward"): ZoneDate {
  const { year, month, day } = date;
  if (year !== null) return new ZoneDate(year, month, day);
  const step = side === "back" ? -1 : 1;
  for (let tries = 0; tries <= 8; tries += 1) {
    const found = new ZoneDate(anchor.year + tries * step, month, day);
    if (found.month === month && found.day === day && found.compare(anchor) * step >= 0) {
      return found;
    }
  }
  return anchor;
}

function today(clock: Clock): ZoneDate {
  return zoned(clock.now.getTime(), clock);
}

function zoned(ms: number, clock: Clock): ZoneDate {
  return toCalendarDate(inZone(ms, clock));
}

function inZone(ms: number, { zone }: Clock): ReturnType<typeof fromAbsolute> {
  try {
    return fromAbsolute(ms, zone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalidInput(`There is no time zone ${zone}.`);
  }
}

type Relative = Extract<Moment, { kind: "relative" }>;

const UNIT_NAMES = {
  s: "seconds",
  m: "minutes",
  h: "hours",
  d: "days",
  w: "weeks",
  M: "months",
  y: "years",
} as const;

function shifted({ amount, unit, floor }: Relative, clock: Clock): number {
  const moved = inZone(clock.now.getTime(), clock).add({ [UNIT_NAMES[unit]]: amount });
  return floor === null ? moved.toDate().getTime() : startOf(moved, floor, clock);
}

function startOf(at: ReturnType<typeof fromAbsolute>, unit: TimeUnit, clock: Clock): number {
  if (unit === "s") return at.set({ millisecond: 0 }).toDate().getTime();
  if (unit === "m") return at.set({ second: 0, millisecond: 0 }).toDate().getTime();
  // Hours of a clock turned back happen twice, so the rest of this one is taken off the instant.
  if (unit === "h") {
    return at.toDate().getTime() - ((at.minute * 60 + at.second) * 1_000 + at.millisecond);
  }
  const day = toCalendarDate(at);
  const weekday = (new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay() + 6) % 7;
  if (unit === "d") return wholeDay(day, clock).from;
  if (unit === "w") return wholeDay(day.subtract({ days: weekday }), clock).from;
  return wholeDay(unit === "M" ? day.set({ day: 1 }) : day.set({ month: 1, day: 1 }), clock).from;
}
