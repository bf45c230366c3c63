/** When an entry was, and what it takes to write its time again exactly as it was sent. */
export interface EntryTime {
  /** Whole seconds, in milliseconds. */
  at: number;
  offsetMinutes: number | null;
  /** The time as sent, where moment and offset cannot rebuild it. */
  timeText: string | null;
}

const USUAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)([+-])(\d\d):(\d\d)$/;
const READABLE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/;
const MINUTE_MS = 60_000;
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
  if (!READABLE.test(timestampX)) return null;
  const time = Date.parse(timestampX.replace(" ", "T"));
  return Number.isNaN(time) ? null : toSeconds(time);
}

export function joinTime({ at, offsetMinutes, timeText }: EntryTime): string {
  if (timeText !== null || offsetMinutes === null) return timeText ?? isoSeconds(at);
  const local = new Date(at + offsetMinutes * MINUTE_MS).toISOString().slice(0, 19);
  const minutes = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? "-" : "+";
  return `${local}${sign}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** The form the portal takes: UTC without milliseconds. */
export function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, "Z");
}

function splitUsual(text: string): EntryTime | null {
  const parts = USUAL.exec(text);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as Numbers;
  const offset = (Number(parts[8]) * 60 + Number(parts[9])) * (parts[7] === "-" ? -1 : 1);
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  const time = { at: local - offset * MINUTE_MS, offsetMinutes: offset, timeText: null };
  // February 30, 24:00:00 or -00:00 would come back as something else.
  return joinTime(time) === text ? time : null;
}

type Numbers = [number, number, number, number, number, number];

function toSeconds(time: number): number {
  return Math.floor(time / 1_000) * 1_000;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
