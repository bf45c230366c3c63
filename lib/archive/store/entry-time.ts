/** When an entry was, and what it takes to write its time again exactly as it was sent. */
export interface EntryTime {
  /** Whole seconds, in milliseconds. */
  at: number;
  offsetMinutes: number | null;
  /** The time as sent, where moment and offset cannot rebuild it. */
  timeText: string | null;
}

const USUAL_LENGTH = "2026-11-21T12:00:00+03:00".length;
const MAX_OFFSET_HOURS = 23;
const READABLE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const EARLIEST = Date.UTC(2000, 0, 1);

/** A time that cannot be read or cannot be true: the entry stands where it was stored. */
export function splitTime(timestampX: string, now: number): EntryTime {
  const usual = splitUsual(timestampX);
  const at = usual?.at ?? readTime(timestampX) ?? Number.NaN;
  if (!(at >= EARLIEST && at <= now + DAY_MS)) {
    return { at: toSeconds(now), offsetMinutes: null, timeText: timestampX };
  }
  return usual ?? { at, offsetMinutes: null, timeText: timestampX };
}

/** The moment a text of the portal means, to the second; null when it is no time. */
export function readTime(timestampX: string): number | null {
  const usual = splitUsual(timestampX);
  if (usual !== null) return usual.at;
  if (!READABLE.test(timestampX)) return null;
  const time = Date.parse(timestampX.replace(" ", "T"));
  return Number.isNaN(time) ? null : toSeconds(time);
}

export function joinTime({ at, offsetMinutes, timeText }: EntryTime): string {
  if (timeText !== null || offsetMinutes === null) return timeText ?? isoSeconds(at);
  const local = isoSeconds(at + offsetMinutes * MINUTE_MS).slice(0, -1);
  const minutes = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? "-" : "+";
  return `${local}${sign}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

// Entries of a page are mostly of one day.
let lastDay = 0;
let lastDate = "1970-01-01T";

/** The form the portal takes: UTC without milliseconds. */
export function isoSeconds(time: number): string {
  const day = Math.floor(time / DAY_MS);
  if (day !== lastDay) {
    lastDate = new Date(day * DAY_MS).toISOString().slice(0, -"00:00:00.000Z".length);
    lastDay = day;
  }
  const seconds = Math.floor((time - day * DAY_MS) / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hour = twoDigits(Math.floor(minutes / 60));
  return `${lastDate}${hour}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}Z`;
}

function splitUsual(text: string): EntryTime | null {
  if (text.length !== USUAL_LENGTH || !hasUsualSigns(text)) return null;
  const offset = usualOffset(text);
  const day = usualDay(text);
  const hour = twoDigitsAt(text, 11);
  const minute = twoDigitsAt(text, 14);
  const second = twoDigitsAt(text, 17);
  // February 30, 24:00:00 or -00:00 would come back as something else.
  if (!(hour < 24 && minute < 60 && second < 60)) return null;
  const at = day + hour * HOUR_MS + (minute - offset) * MINUTE_MS + second * 1_000;
  return Number.isNaN(at) ? null : { at, offsetMinutes: offset, timeText: null };
}

function hasUsualSigns(text: string): boolean {
  return (
    text.charCodeAt(4) === 0x2d &&
    text.charCodeAt(7) === 0x2d &&
    text.charCodeAt(10) === 0x54 &&
    text.charCodeAt(13) === 0x3a &&
    text.charCodeAt(16) === 0x3a &&
    text.charCodeAt(22) === 0x3a
  );
}

/** In minutes; NaN when it is none. */
function usualOffset(text: string): number {
  const sign = text.charCodeAt(19);
  const hours = twoDigitsAt(text, 20);
  const minutes = twoDigitsAt(text, 23);
  if (!(hours <= MAX_OFFSET_HOURS && minutes < 60)) return Number.NaN;
  const offset = hours * 60 + minutes;
  if (sign === 0x2b) return offset;
  return sign === 0x2d && offset > 0 ? -offset : Number.NaN;
}

/** Where the day begins; NaN when there is none such. */
function usualDay(text: string): number {
  const year = twoDigitsAt(text, 0) * 100 + twoDigitsAt(text, 2);
  const month = twoDigitsAt(text, 5);
  const day = twoDigitsAt(text, 8);
  if (!(year >= 1_000 && month >= 1 && month <= 12 && day >= 1)) return Number.NaN;
  const start = Date.UTC(year, month - 1, day);
  return day <= 28 || new Date(start).getUTCDate() === day ? start : Number.NaN;
}

/** NaN when these are no two digits. */
function twoDigitsAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function toSeconds(time: number): number {
  return Math.floor(time / 1_000) * 1_000;
}

const PAIRS = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, "0"));

function twoDigits(value: number): string {
  return PAIRS[value] ?? String(value);
}
