const PART_FORMATS = new Map<string, Intl.DateTimeFormat>();

export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** Clock and calendar of a zone at an instant. */
export function wallTime(at: Date, timeZone: string): WallTime {
  const parts = Object.fromEntries(
    partFormat(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  return {
    year: parts.year ?? 0,
    month: parts.month ?? 1,
    day: parts.day ?? 1,
    hour: parts.hour ?? 0,
    minute: parts.minute ?? 0,
    second: parts.second ?? 0,
  };
}

/** Instant of a wall time; a time skipped by a clock change gives the instant just after it. */
export function instantOf(wall: WallTime, timeZone: string): Date {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  const first = asUtc - offsetMinutes(new Date(asUtc), timeZone) * 60_000;
  return new Date(asUtc - offsetMinutes(new Date(first), timeZone) * 60_000);
}

export function offsetMinutes(at: Date, timeZone: string): number {
  const wall = wallTime(at, timeZone);
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  return Math.round((asUtc - Math.floor(at.getTime() / 1000) * 1000) / 60_000);
}

/** `UTC+3`, `UTC−3:30`, `UTC`. */
export function formatOffset(at: Date, timeZone: string): string {
  const minutes = offsetMinutes(at, timeZone);
  if (minutes === 0) return "UTC";
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? "" : `:${pad(size % 60)}`;
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}${rest}`;
}

/** Always with seconds: ISO order, or day first where the interface is Russian. */
export function formatDateTime(at: Date, input: { timeZone: string; lang: string }): string {
  const wall = wallTime(at, input.timeZone);
  return `${formatDay(wall, input.lang)} ${formatClock(wall)}`;
}

export function formatDay(wall: WallTime, lang: string): string {
  const day = pad(wall.day);
  const month = pad(wall.month);
  return lang === "ru" ? `${day}.${month}.${wall.year}` : `${wall.year}-${month}-${day}`;
}

export function formatClock(wall: WallTime): string {
  return `${pad(wall.hour)}:${pad(wall.minute)}:${pad(wall.second)}`;
}

/** UTC with seconds and no milliseconds: the only form the portal accepts. */
export function toIsoSeconds(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, "Z");
}

export function isTimeZone(name: string): boolean {
  try {
    return partFormat(name) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

function partFormat(timeZone: string): Intl.DateTimeFormat {
  const known = PART_FORMATS.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  PART_FORMATS.set(timeZone, format);
  return format;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
