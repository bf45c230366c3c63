import type { CoverageSpan } from "./coverage-view.ts";
import type { Span } from "./spans.ts";

export interface EpochSpan extends Span {
  epoch: number;
}

interface Band {
  state: CoverageSpan["state"];
  from: number | null;
  to: number;
}

/**
 * Stretches of time for spans of numbers, rising by epoch and number. Between two that are loaded, the other kinds
 * reach from one to the next: nobody knows more of entries that nobody saw.
 */
export function coverageBands(
  spans: readonly EpochSpan[],
  input: { readAt: Date | null },
): CoverageSpan[] {
  const bands: Band[] = [];
  let epoch: number | null = null;
  for (const [place, span] of spans.entries()) {
    const last = bands.at(-1);
    const low = span.lowAt?.getTime() ?? last?.to ?? span.highAt?.getTime() ?? null;
    if (low === null) continue;
    if (last === undefined) bands.push({ state: "before", from: null, to: low });
    else if (epoch !== span.epoch && low > last.to) push(bands, { state: "lost", to: low });
    epoch = span.epoch;
    push(bands, { state: span.state, to: endOf(spans, place, low) });
  }
  const last = bands.at(-1);
  const readAt = input.readAt?.getTime() ?? 0;
  if (last?.state === "loaded" && readAt > last.to) last.to = readAt;
  return bands.map(toView);
}

function endOf(spans: readonly EpochSpan[], place: number, low: number): number {
  const [span, next] = [spans[place], spans[place + 1]];
  const own = span?.highAt?.getTime() ?? low;
  if (span?.state === "loaded" || next === undefined || next.epoch !== span?.epoch) return own;
  return next.lowAt?.getTime() ?? own;
}

// Times may run back a little against the numbers; bands never do.
function push(bands: Band[], { state, to }: { state: Band["state"]; to: number }): void {
  const last = bands.at(-1);
  const from = last?.to ?? null;
  const end = Math.max(to, from ?? to);
  if (last?.state === state) last.to = end;
  else bands.push({ state, from, to: end });
}

function toView({ state, from, to }: Band): CoverageSpan {
  const iso = (time: number): string => new Date(time).toISOString();
  return { state, from: from === null ? null : iso(from), to: iso(to) };
}

/** Share of the numbers that are loaded, of those that are or can still be. */
export function loadedPercent(spans: readonly Span[]): number {
  let loaded = 0;
  let pending = 0;
  for (const { state, low, high } of spans) {
    const width = Number(high - low + 1n);
    if (state === "loaded") loaded += width;
    if (state === "pending") pending += width;
  }
  return pending === 0 ? 100 : Math.min(99, Math.floor((100 * loaded) / (loaded + pending)));
}

/** From where on nothing is missing up to the newest entry. */
export function loadedFrom(spans: readonly Span[]): Date | null {
  const newest = spans.at(-1);
  return newest?.state === "loaded" ? (newest.lowAt ?? newest.highAt) : null;
}
