import { z } from "zod";
import type { PortalCtx } from "../../ctx.ts";
import { parseInput } from "../entry-filter.ts";
import { makeBars, type Bars, type BarWidth } from "./bars.ts";
import { countByBar } from "./count-by-bar.ts";
import { dataSpan } from "./data-span.ts";
import type { TimeSpan } from "./place.ts";
import { makePlan, type Plan } from "./plan.ts";
import { QueryInput, readQuery, type SearchQuery } from "./read-query.ts";
import { emptyCounts, type SeverityCounts } from "./severity-groups.ts";
import { inSnapshot, type Snapshot } from "./snapshot.ts";

const MAX_EFFORT_MS = 4_000;

export const HistogramInput = QueryInput.extend({
  maxBars: z.coerce.number().int().min(1).max(500).default(120),
  effortMs: z.number().int().positive().default(MAX_EFFORT_MS),
});
export type HistogramInput = z.input<typeof HistogramInput>;

export interface HistogramBar {
  /** Start inclusive, end exclusive, ISO 8601; the first and last are cut at the range. */
  from: string;
  to: string;
  counts: SeverityCounts;
}

export interface Histogram {
  /** Null when the archive holds nothing yet. */
  width: BarWidth | null;
  bars: HistogramBar[];
  total: number;
  /** False when time was over before all entries were counted. */
  isExact: boolean;
  /** Where not all was counted: everything from this moment on was, if that can be told. */
  countedTo: string | null;
  tookMs: number;
}

/** Entries over time by severity, in bars that follow the calendar of the zone and cover the whole range. */
export async function histogramEntries(ctx: PortalCtx, input: HistogramInput): Promise<Histogram> {
  const started = performance.now();
  const { maxBars, effortMs, ...read } = parseInput(HistogramInput, input);
  const query = readQuery(ctx, read);
  const found = await inSnapshot(ctx, { effortMs, isCounting: true }, async (snapshot) => {
    const span = await spanOf(snapshot, query);
    if (span === null) return { width: null, bars: [], isExact: true, countedTo: null };
    const bars = makeBars(span, { zone: query.clock.zone, maxBars });
    const plan = await makePlan(snapshot, { ...query, ...span });
    return fill(plan, bars);
  });
  const total = found.bars.reduce((sum, { counts }) => sum + sumOf(counts), 0);
  return { ...found, total, tookMs: Math.round(performance.now() - started) };
}

/** The range asked for; where it is open, up to everything that is stored. Null when there is nothing in it. */
async function spanOf(snapshot: Snapshot, query: SearchQuery): Promise<TimeSpan | null> {
  const { from, to, clock } = query;
  const data = from === null || to === null ? await dataSpan(snapshot) : null;
  const latest = Math.max(clock.now.getTime(), data?.to.getTime() ?? 0);
  const span = { from: from ?? data?.from ?? clock.now, to: to ?? new Date(latest) };
  return span.from < span.to ? span : null;
}

async function fill(plan: Plan, { width, limits }: Bars) {
  const bars: HistogramBar[] = limits.slice(1).map((to, at) => ({
    from: (limits[at] ?? to).toISOString(),
    to: to.toISOString(),
    counts: emptyCounts(),
  }));
  const { isWhole, reachedTo } = await countByBar(plan, limits, ({ bar, group, count }) => {
    const counts = bars[bar]?.counts;
    if (counts !== undefined) counts[group] += count;
  });
  const countedTo = isWhole ? null : (reachedTo?.toISOString() ?? null);
  return { width, bars, isExact: isWhole, countedTo };
}

function sumOf(counts: SeverityCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
