import { instantOf, wallTime } from "../../../../../_ui/time/format-time.ts";

export interface TimeRange {
  from: string | null;
  to: string | null;
}

const PRESET_RANGES = {
  "15m": { from: "now-15m", to: null },
  "1h": { from: "now-1h", to: null },
  "24h": { from: "now-24h", to: null },
  today: { from: "now/d", to: null },
  yesterday: { from: "now-1d/d", to: "now/d" },
  "7d": { from: "now-7d", to: null },
  "30d": { from: "now-30d", to: null },
  all: { from: null, to: null },
} satisfies Record<string, TimeRange>;

export type Preset = keyof typeof PRESET_RANGES;
export const PRESETS = Object.keys(PRESET_RANGES) as Preset[];

const RELATIVE = /^now(?:-(\d{1,5})([smhdw]))?(?:\/d)?$/;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `now`, `now-24h`, `now-7d/d` or an ISO time with its offset. */
export function isTimeText(text: string): boolean {
  return RELATIVE.test(text) || (ISO.test(text) && !Number.isNaN(Date.parse(text)));
}

/** The instant a time text means; a text that is none gives null. */
export function resolveTime(text: string, now: Date, timeZone: string): Date | null {
  if (!isTimeText(text)) return null;
  const match = RELATIVE.exec(text);
  if (match === null) return new Date(text);
  const unit = match[2] as keyof typeof UNIT_MS | undefined;
  const backMs = unit === undefined ? 0 : Number(match[1]) * UNIT_MS[unit];
  const at = new Date(now.getTime() - backMs);
  return text.endsWith("/d") ? startOfDay(at, timeZone) : at;
}

export function presetOf(range: TimeRange): Preset | null {
  const isPreset = (preset: Preset) =>
    PRESET_RANGES[preset].from === range.from && PRESET_RANGES[preset].to === range.to;
  return PRESETS.find(isPreset) ?? null;
}

export function presetRange(preset: Preset): TimeRange {
  return PRESET_RANGES[preset];
}

/** A range that counts back from now, such as the last 2 hours; null for every other one. */
export function lastOf(range: TimeRange): { count: number; unit: keyof typeof UNIT_MS } | null {
  const [, count, unit] = /^now-(\d{1,5})([smhdw])$/.exec(range.from ?? "") ?? [];
  if (range.to !== null || count === undefined || unit === undefined) return null;
  return { count: Number(count), unit: unit as keyof typeof UNIT_MS };
}

function startOfDay(at: Date, timeZone: string): Date {
  const day = wallTime(at, timeZone);
  return instantOf({ ...day, hour: 0, minute: 0, second: 0 }, timeZone);
}
