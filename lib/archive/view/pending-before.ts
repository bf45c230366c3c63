import { parseMoment, resolveMoment } from "../../filter/index.ts";
import type { CoverageView } from "../copy/coverage-view.ts";
import type { SearchPage } from "../search/search-entries.ts";

interface Input {
  page: Pick<SearchPage<{ at: string }>, "items" | "older" | "searchedTo">;
  coverage: CoverageView;
  query: { from?: string; to?: string; tz?: string; cursor?: string };
  now: Date;
}

/** Where a page reaches what the portal still has and the archive not yet; null when it does not. */
export function pendingBefore({ page, coverage, query, now }: Input): Date | null {
  const { items, older, searchedTo } = page;
  // First rows are shown at once; those below them are loaded when the reader gets there.
  const isFirst = query.cursor === undefined || query.cursor === "";
  if (isFirst && items.length > 0) return null;
  const times = items.map(({ at }) => Date.parse(at));
  const from = timeOf(query.from, query.tz, now) ?? -Infinity;
  const to = timeOf(query.to, query.tz, now) ?? Infinity;
  const low = older === null && searchedTo === null ? from : Math.min(...times);
  const high = Math.min(to, isFirst || times.length === 0 ? Infinity : Math.max(...times) + 1);
  const span = coverage.spans.findLast(
    ({ state, ...span }) =>
      state === "pending" &&
      Date.parse(span.to) >= low &&
      (span.from === null || Date.parse(span.from) < high),
  );
  return span === undefined ? null : new Date(Math.min(Date.parse(span.to) + 1, high));
}

function timeOf(text: string | undefined, tz: string | undefined, now: Date): number | null {
  const moment = text === undefined || text === "" ? null : parseMoment(text);
  if (moment === null) return null;
  const zone = tz === undefined || tz === "" ? "UTC" : tz;
  return resolveMoment(moment, { now, zone }).getTime();
}
