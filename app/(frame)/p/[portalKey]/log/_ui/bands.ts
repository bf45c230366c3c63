import {
  byValue,
  type CoverageSpan,
  type CoverageView,
  type EntryView,
  type RemovedSpan,
} from "../../../../../../lib/archive/shared.ts";
import type { LogFilter } from "./log-address.ts";
import { resolveTime } from "./time-range.ts";

interface Unread {
  id: string;
  state: "pending" | "lost" | "before";
  from: string | null;
  to: string;
}

/** What retention removed may lie over rows that are kept longer. */
export interface RemovedBand extends RemovedSpan {
  id: string;
  state: "removed";
}

/** A stretch of time between rows of which the archive does not have everything. */
export type Band = Unread | RemovedBand;

export type ListRow = EntryView | Band;

export function isBand(row: ListRow): row is Band {
  return "state" in row;
}

export interface Limits {
  /** Milliseconds; the range the list is asked for. */
  from: number;
  to: number;
}

export function limitsOf(filter: LogFilter, timeZone: string): Limits {
  const at = (text: string | null) =>
    text === null ? null : (resolveTime(text, new Date(), timeZone)?.getTime() ?? null);
  return { from: at(filter.from) ?? -Infinity, to: at(filter.to) ?? Infinity };
}

/** What is missing inside of these limits, oldest first. */
export function missingIn(view: CoverageView | null, limits: Limits): Band[] {
  if (view === null) return [];
  const unread = view.spans.flatMap(({ state, from, to }): Band[] =>
    state === "loaded" ? [] : [{ id: `${state} ${from ?? ""}`, state, from, to }],
  );
  const removed = view.removed.map((span): Band => ({
    ...span,
    id: `removed ${span.from}`,
    state: "removed",
  }));
  return [...unread, ...removed]
    .filter((band) => Date.parse(band.to) > limits.from && startOf(band) < limits.to)
    .sort((one, other) => startOf(one) - startOf(other));
}

/** Whether something of the time may have happened that the archive does not have. */
export function isMissing(bands: readonly Band[], time: { from: string; to: string }): boolean {
  const [from, to] = [Date.parse(time.from), Date.parse(time.to)];
  return bands.some((band) => Date.parse(band.to) > from && startOf(band) < to);
}

/** Other entries of the same time are there. */
export function isPartly(band: Band): boolean {
  return band.state === "removed" && !band.isWhole;
}

/** Nothing of the range is in the archive, so nothing can be said of what happened then. */
export function isAllMissing(bands: readonly Band[], { from, to }: Limits): boolean {
  let reached = from;
  for (const band of bands) {
    const isGone = band.state !== "pending" && (band.state !== "removed" || band.isWhole);
    if (isGone && startOf(band) <= reached) reached = Math.max(reached, Date.parse(band.to));
  }
  return reached >= to;
}

/** The first moment of which the archive still has something. */
export function archiveBegin(view: CoverageView | null): string | null {
  const begin = view?.spans.find(({ state }) => state !== "before")?.from ?? null;
  const removed = view?.removed.findLast(({ isWhole }) => isWhole)?.to ?? null;
  if (begin === null || removed === null) return begin;
  return Date.parse(removed) > Date.parse(begin) ? removed : begin;
}

function startOf({ from }: Pick<CoverageSpan, "from">): number {
  return from === null ? -Infinity : Date.parse(from);
}

interface Input {
  rows: EntryView[];
  bands: Band[];
  sort: LogFilter["sort"];
  /** Pages follow below, or above: what lies there is not shown yet. */
  hasMore: boolean;
  hasBefore: boolean;
}

/** Rows with the bands at the places of their times. */
export function withBands({ rows, bands, sort, hasMore, hasBefore }: Input): ListRow[] {
  if (bands.length === 0) return rows;
  // Where the order is not that of time, what is missing has no place between rows and is said first.
  if (byValue(sort) !== null) return hasBefore ? rows : [...bands, ...rows];
  const waiting =
    sort === "desc"
      ? bands.toSorted((one, other) => Date.parse(other.to) - Date.parse(one.to))
      : [...bands];
  const list: ListRow[] = [];
  const isPassed = (band: Band, row: EntryView) =>
    sort === "desc"
      ? Date.parse(row.at) < Date.parse(band.to)
      : Date.parse(row.at) >= startOf(band);
  for (const [place, row] of rows.entries()) {
    for (let band = waiting[0]; band !== undefined && isPassed(band, row); band = waiting[0]) {
      if (place > 0 || !hasBefore) list.push(band);
      waiting.shift();
    }
    list.push(row);
  }
  return hasMore ? list : [...list, ...waiting];
}
