export const TIME_UNITS = ["s", "m", "h", "d", "w", "M", "y"] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

export interface CalendarDate {
  /** Null: the latest such day that is not in the future. */
  year: number | null;
  month: number;
  day: number;
}

export interface ClockTime {
  hour: number;
  minute: number;
  second: number | null;
  ms: number | null;
}

/** A moment as it was written; which one it is depends on the clock and the zone. */
export type Moment =
  | { kind: "relative"; amount: number; unit: TimeUnit; floor: TimeUnit | null }
  | { kind: "day"; name: "today" | "yesterday" }
  | { kind: "calendar"; date: CalendarDate | null; clock: ClockTime | null; offset: number | null };

export type TimeValue = Moment | { kind: "between"; from: Moment; to: Moment };

// Longer spans lie outside of any log.
const MAX_YEARS = 100;
const UNIT_SECONDS: Record<TimeUnit, number> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  M: 2_592_000,
  y: 31_536_000,
};

const UNIT_WORDS: [unit: TimeUnit, words: RegExp][] = [
  ["s", /^(?:s|sec|с|сек)$/],
  ["m", /^(?:m|min|м|мин)$/],
  ["h", /^(?:h|hour|hours|ч|час|часа|часов)$/],
  ["d", /^(?:d|day|days|д|дн|день|дня|дней)$/],
  ["w", /^(?:w|week|weeks|н|нед)$/],
  ["M", /^(?:M|mo|month|months|мес)$/],
  ["y", /^(?:y|year|years|г)$/],
];

const RELATIVE = /^now(?:([+-])(\d{1,10})([smhdwMy]))?(?:\/([smhdwMy]))?$/;
const LAST = /^(\d{1,10}) ?(\p{L}{1,6})$/u;
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?(?: ?(Z|[+-]\d{2}:?\d{2}))?)?$/;
const DOTTED =
  /^(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{3}))?)?)?$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{3}))?)?$/;
const MAX_LENGTH = 80;

/** A moment, a span up to now (`2h`) or a typed range (`01.11 - 03.11 14:00`); null if it is none. */
export function parseTimeValue(text: string): TimeValue | null {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH) return null;
  const [from = "", to, more] = trimmed.split(/ +- +| *(?:[–—]|\.\.) */);
  if (to === undefined) return parseMoment(trimmed) ?? parseShortRange(trimmed);
  return more === undefined ? between(from, to) : null;
}

export function parseMoment(text: string): Moment | null {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH) return null;
  return parseWord(trimmed) ?? parseRelative(trimmed) ?? parseCalendar(trimmed);
}

function between(from: string, to: string): TimeValue | null {
  const ends = [parseMoment(from), parseMoment(to)] as const;
  if (ends[0] === null || ends[1] === null) return null;
  return { kind: "between", from: ends[0], to: ends[1] };
}

function parseShortRange(text: string): TimeValue | null {
  const [from = "", to = "", more] = text.split("-");
  return more === undefined && from.includes(".") && to.includes(".") ? between(from, to) : null;
}

function parseWord(text: string): Moment | null {
  const word = text.toLowerCase();
  if (word === "today" || word === "сегодня") return { kind: "day", name: "today" };
  if (word === "yesterday" || word === "вчера") return { kind: "day", name: "yesterday" };
  return null;
}

function parseRelative(text: string): Moment | null {
  const [, sign = "+", digits = "0", unit = "s", floor = null] = RELATIVE.exec(text) ?? [];
  if (RELATIVE.test(text)) return relative(`${sign}${digits}`, unit, floor);
  const [, amount, word = ""] = LAST.exec(text) ?? [];
  const found = UNIT_WORDS.find(([, words]) => words.test(word));
  return amount === undefined || found === undefined
    ? null
    : relative(`-${amount}`, found[0], null);
}

function relative(digits: string, unit: string, floor: string | null): Moment | null {
  if (!isUnit(unit) || (floor !== null && !isUnit(floor))) return null;
  const amount = Number(digits);
  if (Math.abs(amount) * UNIT_SECONDS[unit] > MAX_YEARS * UNIT_SECONDS.y) return null;
  // Plain zero has one form only.
  return amount === 0
    ? { kind: "relative", amount: 0, unit: "s", floor }
    : { kind: "relative", amount, unit, floor };
}

function isUnit(text: string): text is TimeUnit {
  return (TIME_UNITS as readonly string[]).includes(text);
}

function parseCalendar(text: string): Moment | null {
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, ms, zone] = iso;
    return calendar([year, month, day], [hour, minute, second, ms], zone);
  }
  const dotted = DOTTED.exec(text);
  if (dotted !== null) {
    const [, day, month, year, hour, minute, second, ms] = dotted;
    const full = year?.length === 2 ? `20${year}` : year;
    return calendar([full, month, day], [hour, minute, second, ms], undefined);
  }
  const clock = CLOCK.exec(text);
  return clock === null ? null : calendar([], clock.slice(1), undefined);
}

type Part = string | undefined;

function calendar(dateParts: Part[], clockParts: Part[], zone: Part): Moment | null {
  const [year, month, day] = dateParts.map(toNumber);
  const [hour, minute, second] = clockParts.map(toNumber);
  const ms = clockParts[3] === undefined ? null : Number(clockParts[3].padEnd(3, "0"));
  const date = month && day ? { year: year ?? null, month, day } : null;
  const clock =
    typeof hour === "number" && typeof minute === "number"
      ? { hour, minute, second: second ?? null, ms }
      : null;
  if (date === null ? dateParts.length > 0 : !isRealDate(date)) return null;
  if (clock !== null && !isRealClock(clock)) return null;
  const offset = zone === undefined ? null : parseOffset(zone);
  return Number.isNaN(offset) ? null : { kind: "calendar", date, clock, offset };
}

function toNumber(part: Part): number | null {
  return part === undefined ? null : Number(part);
}

function isRealDate({ year, month, day }: CalendarDate): boolean {
  if (year !== null && (year < 1900 || year > 2999)) return false;
  const date = new Date(Date.UTC(year ?? 2000, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function isRealClock({ hour, minute, second }: ClockTime): boolean {
  return hour < 24 && minute < 60 && (second ?? 0) < 60;
}

function parseOffset(zone: string): number {
  if (zone === "Z") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (hours > 14 || minutes > 59) return Number.NaN;
  const total = hours * 60 + minutes;
  return zone.startsWith("-") && total > 0 ? -total : total;
}

export function printTimeValue(value: TimeValue): string {
  if (value.kind !== "between") return printMoment(value);
  return `${printMoment(value.from)} - ${printMoment(value.to)}`;
}

export function printMoment(moment: Moment): string {
  if (moment.kind === "day") return moment.name;
  if (moment.kind === "relative") {
    const { amount, unit, floor } = moment;
    const shift = amount === 0 ? "" : `${amount < 0 ? "-" : "+"}${Math.abs(amount)}${unit}`;
    return `now${shift}${floor === null ? "" : `/${floor}`}`;
  }
  const { date, clock, offset } = moment;
  const day = date === null ? "" : printDate(date);
  const joint = date !== null && clock !== null ? (date.year === null ? " " : "T") : "";
  return `${day}${joint}${clock === null ? "" : printClock(clock)}${printOffset(offset)}`;
}

function printDate({ year, month, day }: CalendarDate): string {
  if (year === null) return `${two(day)}.${two(month)}`;
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

function printClock({ hour, minute, second, ms }: ClockTime): string {
  const seconds = second === null ? "" : `:${two(second)}`;
  return `${two(hour)}:${two(minute)}${seconds}${ms === null ? "" : `.${String(ms).padStart(3, "0")}`}`;
}

function printOffset(offset: number | null): string {
  if (offset === null) return "";
  if (offset === 0) return "Z";
  const total = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(total / 60))}:${two(total % 60)}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
