import {
  byValue,
  type CoverageSpan,
  type CoverageView,
  type EntryView,
} from "../../../../../../lib/archive/shared.ts";
import type { LogFilter } from "./log-address.ts";
import { resolveTime } from "./time-range.ts";

/** A stretch of time between rows of which the archive does not have everything. */
export interface Band {
  id: string;
  state: "pending" | "lost" | "before";
  from: string | null;
  to: string;
}

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
  return (view?.spans ?? []).flatMap((span) => {
    const { state, from, to } = span;
    if (state === "loaded") return [];
    const isOutside = Date.parse(to) <= limits.from || startOf(span) >= limits.to;
    return isOutside ? [] : [{ id: `${state} ${from ?? ""}`, state, from, to }];
  });
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
  const waiting = sort === "desc" ? bands.toReversed() : [...bands];
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
