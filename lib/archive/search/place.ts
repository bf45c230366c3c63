import type { Params } from "./params.ts";

/** Where a row stands: pages are in this order, so equal times are neither lost nor repeated. */
export interface EntryKey {
  at: Date;
  seq: bigint;
}

/** A place between rows: beside a row, or beside all rows of a moment where seq is null. */
export interface Place {
  at: Date;
  seq: bigint | null;
}

/** Towards which rows one goes. */
export type Direction = "older" | "newer";

/** Start inclusive, end exclusive. */
export interface TimeSpan {
  from: Date;
  to: Date;
}

export function compareKeys(left: EntryKey, right: EntryKey): number {
  const times = left.at.getTime() - right.at.getTime();
  if (times !== 0) return times;
  return left.seq === right.seq ? 0 : left.seq < right.seq ? -1 : 1;
}

/** Puts keys in the order in which they are met. */
export function sortKeys(keys: EntryKey[], direction: Direction): EntryKey[] {
  return keys.sort((left, right) =>
    direction === "older" ? compareKeys(right, left) : compareKeys(left, right),
  );
}

export function orderSql(direction: Direction, alias = "e"): string {
  const word = direction === "older" ? "DESC" : "ASC";
  return `${alias}.at ${word}, ${alias}.seq ${word}`;
}

/** Rows beyond the place; moments without a row in them need no more than the span. */
export function beyondSql(place: Place, direction: Direction, params: Params): string {
  if (place.seq === null) return "true";
  const sign = direction === "older" ? "<" : ">";
  const at = params.add(place.at, "timestamptz");
  return `(e.at, e.seq) ${sign} (${at}, ${params.add(place.seq, "bigint")})`;
}

/** The part of a span that lies beyond the place. */
export function spanBeyond(span: TimeSpan, place: Place, direction: Direction): TimeSpan {
  const at = place.at.getTime();
  if (direction === "older") {
    // The moment of a row may have more rows.
    const end = place.seq === null ? at : at + 1;
    return { from: span.from, to: new Date(Math.min(span.to.getTime(), end)) };
  }
  return { from: new Date(Math.max(span.from.getTime(), at)), to: span.to };
}

export function isEmpty({ from, to }: TimeSpan): boolean {
  return from >= to;
}

/** Where one begins to go through a span. */
export function edgeOf(span: TimeSpan, direction: Direction): Place {
  return { at: direction === "older" ? span.to : span.from, seq: null };
}
