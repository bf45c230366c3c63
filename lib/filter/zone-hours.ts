import { fromAbsolute } from "@internationalized/date";

/** Fields that are read off the clock of the zone that times are shown in. */
export const CLOCK_FIELDS = ["hour", "weekday"] as const;
export type ClockField = (typeof CLOCK_FIELDS)[number];

interface Stretch {
  /** From this moment on, in milliseconds. */
  from: number;
  /** Seconds that the zone is ahead of UTC. */
  offset: number;
}

const [FIRST, LAST] = [Date.UTC(1995, 0), Date.UTC(2045, 0)];
const STEP_MS = 20 * 86_400_000;
const MAX_ZONES = 50;
const known = new Map<string, Stretch[]>();

/** When the zone's distance from UTC changes. A database may know another list of zones, so it is never asked. */
function stretchesOf(zone: string): Stretch[] {
  const kept = known.get(zone);
  if (kept !== undefined) return kept;
  const found: Stretch[] = [{ from: -Infinity, offset: offsetAt(zone, FIRST) }];
  for (let at = FIRST; at < LAST; at += STEP_MS) {
    const offset = offsetAt(zone, at + STEP_MS);
    if (offset !== found.at(-1)?.offset) {
      found.push({ from: changeBetween(zone, at, at + STEP_MS), offset });
    }
  }
  if (known.size >= MAX_ZONES) known.clear();
  known.set(zone, found);
  return found;
}

function offsetAt(zone: string, ms: number): number {
  return fromAbsolute(ms, zone).offset / 1_000;
}

function changeBetween(zone: string, from: number, to: number): number {
  let [low, high] = [from, to];
  const before = offsetAt(zone, low);
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000;
    if (offsetAt(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

const [DAY, HOUR] = [86_400, 3_600];

/** Hour 0 to 23, or weekday 1 (Monday) to 7, of a moment on the zone's clock. */
export function clockValue(field: ClockField, at: number, zone: string): number {
  const { offset } = stretchesOf(zone).findLast(({ from }) => at >= from) ?? { offset: 0 };
  const seconds = Math.floor(at / 1_000) + offset;
  if (field === "hour") return Math.floor(remainder(seconds, DAY) / HOUR);
  // The first of January 1970 was a Thursday.
  return remainder(Math.floor(seconds / DAY) + 3, 7) + 1;
}

function remainder(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** The same of a timestamptz as SQL; nothing but numbers of ours gets into the text. */
export function clockSql(field: ClockField, at: string, zone: string): string {
  const [first, ...changes] = stretchesOf(zone);
  const seconds = `floor(extract(epoch FROM ${at}))::bigint`;
  const cases = changes
    .toReversed()
    .map(({ from, offset }) => `WHEN ${seconds} >= ${Math.ceil(from / 1_000)} THEN ${offset}`);
  const base = first?.offset ?? 0;
  const ahead = cases.length === 0 ? `${base}` : `CASE ${cases.join(" ")} ELSE ${base} END`;
  const local = `(${seconds} + (${ahead}))`;
  const inDay = `((${local} % ${DAY} + ${DAY}) % ${DAY})`;
  if (field === "hour") return `(${inDay} / ${HOUR})`;
  return `((((${local} - ${inDay}) / ${DAY} + 3) % 7 + 7) % 7 + 1)`;
}
