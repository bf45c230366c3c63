import {
  parseTimeValue,
  resolveTimeRange,
  type Moment,
  type TimeValue,
} from "../../../../../../lib/filter/shared.ts";
import { isTimeText, type TimeRange } from "./time-range.ts";

interface Clock {
  now: Date;
  timeZone: string;
}

export interface TypedRange {
  /** As the address keeps it: what is said from now on stays relative. */
  range: TimeRange;
  from: Date;
  to: Date;
}

/** What a person typed as a time: `2h`, `yesterday`, `01.11 - 03.11 14:00`, `за 3 дня`; null if it is none. */
export function readTyped(text: string, { now, timeZone }: Clock): TypedRange | null {
  const plain = inPlainWords(text);
  if (plain === "") return null;
  const named = NAMED.find(([words]) => words.test(plain))?.[1];
  if (named !== undefined) return withTimes(named, { now, timeZone });
  const value = parseTimeValue(plain);
  if (value === null) return null;
  return withTimes(relativeRange(value) ?? absolute(value, { now, timeZone }), { now, timeZone });
}

const NAMED: [words: RegExp, range: TimeRange][] = [
  [/^(?:today|сегодня)$/, { from: "now/d", to: null }],
  [/^(?:yesterday|вчера)$/, { from: "now-1d/d", to: "now/d" }],
  [/^(?:day before yesterday|позавчера)$/, { from: "now-2d/d", to: "now-1d/d" }],
];

const ONE = /^(?:1 )?(?:an? )?/;
const LAST = /^(?:(?:the )?(?:last|past)|за|последн\p{L}+) +/u;

// The query language knows short units; here whole words of both languages are said in them.
const UNITS: [words: string, unit: string][] = [
  ["seconds?|sec|секунд[аыу]?|сек", "s"],
  ["minutes?|min|минут[аыу]?|мин", "m"],
  ["hours?|hrs?|часа|часов|час|ч", "h"],
  ["days?|дней|дня|день|дн|сутки|суток|д", "d"],
  ["weeks?|недел[яиью]|недель|нед", "w"],
  ["months?|mo|месяц(?:а|ев)?|мес", "M"],
  ["years?|года?|лет", "y"],
];

function inPlainWords(text: string): string {
  const trimmed = text.trim().replace(/\s+/g, " ");
  const lower = trimmed.toLowerCase();
  // Forms such as `now-1M` tell letters' cases apart.
  if (/^now\b/.test(lower)) return trimmed;
  const isSpan = LAST.test(lower);
  let rest = lower;
  while (LAST.test(rest)) rest = rest.replace(LAST, "");
  for (const [words, unit] of UNITS) {
    const counted = new RegExp(`^(\\d{1,6}) ?(?:${words})$`, "u").exec(rest);
    if (counted !== null) return `${counted[1] ?? ""}${unit}`;
    const single = new RegExp(`^(?:${words})$`, "u");
    if ((isSpan || /^an? /.test(rest)) && single.test(rest.replace(ONE, ""))) return `1${unit}`;
  }
  return rest.replace(/^(?:from|с|со) (.+) (?:to|till|until|по|до) (.+)$/u, "$1 - $2");
}

function relativeRange(value: TimeValue): TimeRange | null {
  if (value.kind === "between") {
    const [from, to] = [relativeText(value.from), relativeText(value.to)];
    return from === null || to === null ? null : { from, to: to === "now" ? null : to };
  }
  const from = relativeText(value);
  return from === null || from === "now" ? null : { from, to: null };
}

function relativeText(moment: Moment): string | null {
  if (moment.kind !== "relative" || moment.amount > 0) return null;
  const { amount, unit, floor } = moment;
  const text = `now${amount === 0 ? "" : `${amount}${unit}`}${floor === null ? "" : `/${floor}`}`;
  return isTimeText(text) ? text : null;
}

function absolute(value: TimeValue, { now, timeZone }: Clock): TimeRange {
  const { from, to } = resolveTimeRange(value, { now, zone: timeZone });
  return { from: from.toISOString(), to: to?.toISOString() ?? null };
}

function withTimes(range: TimeRange, { now, timeZone }: Clock): TypedRange | null {
  const at = (text: string | null) => (text === null ? now : instant(text, { now, timeZone }));
  const [from, to] = [at(range.from), at(range.to)];
  return from < to ? { range, from, to } : null;
}

function instant(text: string, { now, timeZone }: Clock): Date {
  const value = parseTimeValue(text);
  return value === null ? new Date(text) : resolveTimeRange(value, { now, zone: timeZone }).from;
}
