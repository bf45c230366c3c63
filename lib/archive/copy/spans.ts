export type SpanState = "loaded" | "pending" | "lost";

/** A run of the portal's own numbers of which the same is known; times are those of the entries at its ends. */
export interface Span {
  low: bigint;
  high: bigint;
  state: SpanState;
  lowAt: Date | null;
  highAt: Date | null;
}

// What is loaded stays loaded, and what was lost was never loaded; only what is pending can become either.
const RANK: Record<SpanState, number> = { pending: 1, lost: 2, loaded: 3 };

/** The spans once this one is true too: rising, without overlaps, neighbours of one state joined. */
export function paint(spans: readonly Span[], span: Span): Span[] {
  if (span.low > span.high) return [...spans];
  const stronger = spans.filter(({ state }) => RANK[state] > RANK[span.state]);
  const weaker = spans.filter(({ state }) => RANK[state] <= RANK[span.state]);
  const painted = stronger.reduce((parts, other) => cutAll(parts, other), [span]);
  const left = painted.reduce((parts, other) => cutAll(parts, other), weaker);
  return join([...stronger, ...left, ...painted]);
}

export function paintAll(spans: readonly Span[], news: readonly Span[]): Span[] {
  return news.reduce<Span[]>((all, span) => paint(all, span), [...spans]);
}

function cutAll(parts: readonly Span[], hole: Span): Span[] {
  return parts.flatMap((part) => cut(part, hole));
}

function cut(part: Span, hole: Span): Span[] {
  if (hole.high < part.low || hole.low > part.high) return [part];
  const rest: Span[] = [];
  if (part.low < hole.low) rest.push({ ...part, high: hole.low - 1n, highAt: hole.lowAt });
  if (part.high > hole.high) rest.push({ ...part, low: hole.high + 1n, lowAt: hole.highAt });
  return rest;
}

function join(parts: Span[]): Span[] {
  const sorted = parts.toSorted((one, other) => (one.low < other.low ? -1 : 1));
  const joined: Span[] = [];
  for (const part of sorted) {
    const last = joined.at(-1);
    if (last === undefined || last.state !== part.state || last.high + 1n !== part.low) {
      joined.push({ ...part });
      continue;
    }
    last.high = part.high;
    last.highAt = part.highAt ?? last.highAt;
    last.lowAt ??= part.lowAt;
  }
  return joined;
}

export interface IdRange {
  low: bigint;
  high: bigint;
}

/** The next ranges to load: newest first, each at most so wide. */
export function planRanges(
  spans: readonly Span[],
  input: { width: bigint; count: number },
): IdRange[] {
  const ranges: IdRange[] = [];
  for (const { low, high, state } of spans.toReversed()) {
    if (state !== "pending") continue;
    for (let top = high; top >= low && ranges.length < input.count; top -= input.width) {
      const bottom = top - input.width + 1n;
      ranges.push({ low: bottom < low ? low : bottom, high: top });
    }
  }
  return ranges;
}
