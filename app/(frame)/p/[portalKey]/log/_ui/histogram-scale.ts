import {
  SEVERITY_GROUPS,
  type Histogram,
  type HistogramBar,
  type SeverityCounts,
  type SeverityGroup,
} from "../../../../../../lib/archive/shared.ts";
import type { Band } from "./bands.ts";

export interface Segment {
  group: SeverityGroup;
  /** Pixels from the top of the chart. */
  top: number;
  height: number;
}

export function totalOf(counts: SeverityCounts): number {
  return SEVERITY_GROUPS.reduce((sum, group) => sum + counts[group], 0);
}

/** Parts of one bar from the ground up, gravest lowest; what happened at all is at least visible. */
export function segmentsOf(
  counts: SeverityCounts,
  input: { highest: number; height: number },
): Segment[] {
  const segments: Segment[] = [];
  let ground = input.height;
  for (const group of SEVERITY_GROUPS) {
    if (counts[group] === 0) continue;
    const height = Math.max(1.5, (counts[group] / input.highest) * input.height);
    ground = Math.max(0, ground - height);
    segments.push({ group, top: ground, height });
  }
  return segments;
}

/** Where a band lies on the chart, in shares of its width; null outside of it. */
export function placeOf(
  band: Pick<Band, "from" | "to">,
  bars: HistogramBar[],
): { left: number; width: number } | null {
  const start = share(band.from === null ? -Infinity : Date.parse(band.from), bars);
  const end = share(Date.parse(band.to), bars);
  return end > start ? { left: start, width: end - start } : null;
}

// Bars are equally wide, whatever stretch of time each covers.
function share(time: number, bars: HistogramBar[]): number {
  const index = bars.findIndex(({ to }) => time < Date.parse(to));
  const bar = bars[index];
  if (bar === undefined) return 1;
  const from = Date.parse(bar.from);
  const part = Math.max(0, (time - from) / (Date.parse(bar.to) - from));
  return (index + part) / bars.length;
}

/** Bars from one to another, whichever was pointed at first. */
export interface Picked {
  first: number;
  last: number;
}

export function rangeOf(picked: Picked, bars: HistogramBar[]): { from: string; to: string } | null {
  const low = bars[Math.min(picked.first, picked.last)];
  const high = bars[Math.max(picked.first, picked.last)];
  return low === undefined || high === undefined ? null : { from: low.from, to: high.to };
}

/**
 * Numbers of the period before, each at the bar that lies one period later. Null where bars follow months or
 * years, which have no equals, or nothing was there to count.
 */
export function ghostOf(bars: HistogramBar[], before: Histogram | undefined): number[] | null {
  const [first] = bars;
  const last = bars.at(-1);
  if (before === undefined || first === undefined || last === undefined) return null;
  if (before.total === 0 || before.width === "1M" || before.width === "1y") return null;
  const shift = Date.parse(last.to) - Date.parse(first.from);
  const ghost = bars.map(() => 0);
  for (const { from, to, counts } of before.bars) {
    const middle = (Date.parse(from) + Date.parse(to)) / 2 + shift;
    const found = bars.findIndex((bar) => middle < Date.parse(bar.to));
    const place = found < 0 ? bars.length - 1 : found;
    ghost[place] = (ghost[place] ?? 0) + totalOf(counts);
  }
  return ghost;
}

/** A line in steps over the bars. */
export function ghostPath(
  ghost: number[],
  input: { step: number; highest: number; height: number },
): string {
  const { step, highest, height } = input;
  return ghost
    .map((count, at) => {
      const top = height - (count / highest) * height + 1;
      const start = at === 0 ? `M0 ${top.toFixed(1)}` : `V${top.toFixed(1)}`;
      return `${start}H${((at + 1) * step).toFixed(1)}`;
    })
    .join("");
}

/** Where a key leads among the bars; null for keys that lead nowhere. */
export function moved(key: string, place: number, count: number): number | null {
  if (key === "ArrowRight") return clamp(place + 1, count);
  if (key === "ArrowLeft") return clamp(place - 1, count);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}

export function clamp(index: number, count: number): number {
  return Math.min(Math.max(index, 0), count - 1);
}
