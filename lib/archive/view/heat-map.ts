import { fromAbsolute } from "@internationalized/date";
import type { z } from "zod";
import type { PortalCtx } from "../../ctx.ts";
import { parseInput } from "../entry-filter.ts";
import { histogramEntries, type HistogramBar } from "../search/histogram-entries.ts";
import { QueryInput } from "../search/read-query.ts";

export const HeatMapInput = QueryInput;
export type HeatMapInput = z.input<typeof HeatMapInput>;

export interface HeatMap {
  /** What was counted: start inclusive, end exclusive, ISO 8601; null when the archive holds nothing yet. */
  from: string | null;
  to: string | null;
  /** Seven days from Monday on, each with 24 hours of the zone's clock. */
  days: number[][];
  total: number;
  /** False when time was over, or the range too long, before all entries were counted. */
  isExact: boolean;
  tookMs: number;
}

const MAX_BARS = 500;
// With bars of an hour at the widest; a day longer through a clock that is turned back stays below the most.
const WINDOW_MS = 20 * 86_400_000;
const EFFORT_MS = 6_000;

/** Entries by hour and day of the week in the zone, the newest stretch of time first. */
export async function readHeatMap(ctx: PortalCtx, input: HeatMapInput): Promise<HeatMap> {
  const started = performance.now();
  const { zone, ...query } = parseInput(HeatMapInput, input);
  const days = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  // Only for the ends of the range: there is no time to count in it.
  const whole = await histogramEntries(ctx, { ...query, zone, maxBars: 1, effortMs: 1 });
  const [start, end] = [whole.bars[0]?.from, whole.bars.at(-1)?.to];
  const result = { from: start ?? null, to: end ?? null, days, total: 0, isExact: true };
  if (start === undefined || end === undefined) return { ...result, tookMs: tookMs(started) };
  let to = Date.parse(end);
  while (to > Date.parse(start)) {
    if (tookMs(started) >= EFFORT_MS) break;
    const from = Math.max(Date.parse(start), to - WINDOW_MS);
    const part = { ...query, zone, from: iso(from), to: iso(to) };
    const effortMs = Math.max(500, EFFORT_MS - tookMs(started));
    const { bars, total, isExact } = await histogramEntries(ctx, {
      ...part,
      maxBars: MAX_BARS,
      effortMs,
    });
    for (const bar of bars) place(days, bar, zone);
    result.total += total;
    to = from;
    result.isExact &&= isExact;
  }
  const isWhole = to <= Date.parse(start);
  return {
    ...result,
    from: isWhole ? start : iso(to),
    isExact: result.isExact && isWhole,
    tookMs: tookMs(started),
  };
}

function place(days: number[][], { from, counts }: HistogramBar, zone: string): void {
  const at = fromAbsolute(Date.parse(from), zone);
  const weekday = (new Date(Date.UTC(at.year, at.month - 1, at.day)).getUTCDay() + 6) % 7;
  const hours = days[weekday] ?? [];
  const sum = Object.values(counts).reduce((all, count) => all + count, 0);
  hours[at.hour] = (hours[at.hour] ?? 0) + sum;
}

function tookMs(started: number): number {
  return Math.round(performance.now() - started);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
