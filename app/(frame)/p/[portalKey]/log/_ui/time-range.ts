import { instantOf, wallTime } from "../../../../../_ui/time/format-time.ts";

export interface TimeRange {
  from: string | null;
  to: string | null;
}

export const PRESETS = ["1h", "24h", "7d", "all"] as const;
export type Preset = (typeof PRESETS)[number];

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
  if (range.to !== null) return null;
  if (range.from === null) return "all";
  return PRESETS.find((preset) => range.from === `now-${preset}`) ?? null;
}

export function presetFrom(preset: Preset): string | null {
  return preset === "all" ? null : `now-${preset}`;
}

function startOfDay(at: Date, timeZone: string): Date {
  const day = wallTime(at, timeZone);
  return instantOf({ ...day, hour: 0, minute: 0, second: 0 }, timeZone);
}
