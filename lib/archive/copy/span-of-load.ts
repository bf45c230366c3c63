import type { LogEntry } from "./read-log.ts";
import type { IdRange, Span } from "./spans.ts";

/** The answer to a question for one range. */
export interface Load {
  range: IdRange;
  /** Newest first. */
  rows: readonly LogEntry[];
  /** Entries that make a page full. */
  limit: number;
  /** Number of the portal's oldest entry, asked for after the range. */
  begin: bigint;
}

/**
 * A full page says nothing of what is below it. One that is not full says all, but of numbers below the begin of the
 * portal's log: entries there may have been dropped before they were asked for.
 */
export function loadedPart({ range, rows, limit, begin }: Load): Span[] {
  const newest = rows[0];
  const lowest = rows.at(-1);
  const isFull = rows.length >= limit;
  const seen = lowest !== undefined && lowest.id < begin ? lowest.id : begin;
  const bottom = seen > range.low ? seen : range.low;
  const low = isFull && lowest !== undefined ? lowest.id : bottom;
  if (low > range.high) return [];
  const times = { lowAt: lowest?.at ?? null, highAt: newest?.at ?? null };
  return [{ state: "loaded", low, high: range.high, ...times }];
}

/** What the portal has dropped of these pending spans. */
export function lostParts(pending: readonly Span[], begin: bigint): Span[] {
  return pending.flatMap((span) => {
    if (span.low >= begin) return [];
    const isWhole = span.high < begin;
    const end = isWhole ? {} : { high: begin - 1n, highAt: null };
    return [{ ...span, ...end, state: "lost" as const }];
  });
}
