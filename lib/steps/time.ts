export type Zone = { kind: "named"; name: string } | { kind: "offset"; minutes: number };

/** As the archive and `Intl` take it. */
export function zoneName(zone: Zone): string {
  if (zone.kind === "named") return zone.name;
  const minutes = Math.abs(zone.minutes);
  const parts = [Math.floor(minutes / 60), minutes % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  return minutes === 0 ? "UTC" : `${zone.minutes < 0 ? "-" : "+"}${parts.join(":")}`;
}

export type WrittenTime =
  | { kind: "instant"; ms: number }
  /** As clocks show it, counted as if in UTC; without hours it means the whole day. */
  | { kind: "wall"; ms: number; isDay: boolean };

const CLOCK = String.raw`(?<h>\d{1,2}):(?<mi>\d{2})(?::(?<s>\d{2})(?:\.\d{1,9})?)?`;
const OFFSET = String.raw`(?:\s?(?<z>Z|[+-]\d{2}:?\d{2})|\s?\[(?<sec>[+-]?\d{1,6})\])?`;
const FORMS = [
  new RegExp(String.raw`^(?<y>\d{4})-(?<mo>\d{2})-(?<d>\d{2})(?:[T ]${CLOCK}${OFFSET})?$`, "i"),
  new RegExp(String.raw`^(?<d>\d{1,2})\.(?<mo>\d{1,2})\.(?<y>\d{4})(?: ${CLOCK}${OFFSET})?$`, "i"),
  new RegExp(
    String.raw`^(?<mo>\d{1,2})/(?<d>\d{1,2})/(?<y>\d{4})(?: ${CLOCK}(?:\s?(?<half>[ap]m))?${OFFSET})?$`,
    "i",
  ),
];
const DAY_MS = 86_400_000;

/** Reads ISO 8601 and the two formats in which portals write times; null when it is none of them. */
export function parseTime(text: string): WrittenTime | null {
  for (const form of FORMS) {
    const parts = form.exec(text.trim())?.groups;
    if (parts !== undefined) return toWritten(parts);
  }
  return null;
}

function toWritten(parts: Record<string, string | undefined>): WrittenTime | null {
  const [year, month, day] = [Number(parts["y"]), Number(parts["mo"]), Number(parts["d"])];
  const hour = toHour(Number(parts["h"] ?? 0), parts["half"]?.toLowerCase());
  const [minute, second] = [Number(parts["mi"] ?? 0), Number(parts["s"] ?? 0)];
  if (hour === null || minute > 59 || second > 59) return null;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  // The 31st of a short month would silently become another day.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const offset = toOffsetMinutes(parts);
  if (offset !== null) return { kind: "instant", ms: ms - offset * 60_000 };
  return { kind: "wall", ms, isDay: parts["h"] === undefined };
}

function toHour(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour <= 23 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === "pm" ? 12 : 0);
}

function toOffsetMinutes(parts: Record<string, string | undefined>): number | null {
  if (parts["sec"] !== undefined) return Number(parts["sec"]) / 60;
  const zone = parts["z"]?.toUpperCase();
  if (zone === undefined) return null;
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith("-") ? -minutes : minutes;
}

/** The moment meant; a day given as an end includes that day. */
export function toInstant(time: WrittenTime, zone: Zone, edge: "start" | "end"): number {
  if (time.kind === "instant") return time.ms;
  const wall = time.isDay && edge === "end" ? time.ms + DAY_MS : time.ms;
  if (zone.kind === "offset") return wall - zone.minutes * 60_000;
  // The first guess may lie on the other side of a clock change; the second cannot.
  const guess = wall - offsetAt(zone.name, wall);
  return wall - offsetAt(zone.name, guess);
}

function offsetAt(timeZone: string, ms: number): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(ms);
  const get = (type: string): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const wall = Date.UTC(
    get("year"),
    get("month") - 1,
    get("day"),
    get("hour"),
    get("minute"),
    get("second"),
  );
  return wall - Math.floor(ms / 1_000) * 1_000;
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    // The only way to ask: an unknown name is refused with an error.
    return false;
  }
}
