import {
  byValue,
  type ArchivePage,
  type EntryView,
  type UserView,
} from "../../../../../../lib/archive/shared.ts";
import type { LogFilter } from "./log-address.ts";

export const PAGE_SIZE = 100;

export interface PageParam {
  cursor: string | null;
  /** Begins at this moment instead of at the newest entry. */
  around: string | null;
  /** The portal's log is read before. */
  isFresh: boolean;
}

export const NEWEST: PageParam = { cursor: null, around: null, isFresh: false };

/** A page as it is kept: one that was carried over from another range goes on by time, not by a cursor. */
export interface KeptPage extends ArchivePage {
  resumeAt?: string | undefined;
}

/** All of these pages as one, for a range whose cursors are others. */
export function asOnePage(pages: readonly KeptPage[], sort: LogFilter["sort"]): KeptPage | null {
  const [first] = pages;
  const last = pages.at(-1);
  if (first === undefined || last === undefined) return null;
  const items = joinPages([...pages], sort);
  const hasMore = last.resumeAt !== undefined || last[sort === "asc" ? "newer" : "older"] !== null;
  // A search that found nothing yet cannot be gone on with by the time of its last row.
  if (items.length === 0 && hasMore) return null;
  const resumeAt = hasMore ? items.at(-1)?.at : undefined;
  const users = joinUsers([...pages]);
  return {
    ...first,
    items,
    users,
    older: null,
    newer: null,
    searchedTo: last.searchedTo,
    resumeAt,
  };
}

interface Asked {
  filter: LogFilter;
  timeZone: string;
}

/** Address of one page of the archive. */
export function entriesPath(asked: Asked, param: PageParam): string {
  const query = filterQuery(asked);
  if (asked.filter.sort !== "desc") query.set("order", asked.filter.sort);
  if (param.cursor !== null) query.set("cursor", param.cursor);
  else if (param.around !== null) query.set("around", param.around);
  else if (param.isFresh) query.set("fresh", "1");
  query.set("limit", String(PAGE_SIZE));
  return `/api/v1/entries?${query}`;
}

/** Address of what was stored after an entry; `from` narrows it to what the list reaches. */
export function livePath(asked: Asked, input: { after: string; from: string | null }): string {
  const query = filterQuery(asked);
  if (input.from !== null) query.set("from", input.from);
  query.set("after", input.after);
  query.set("limit", String(LIVE_SIZE));
  return `/api/v1/live?${query}`;
}

export const LIVE_SIZE = 500;

export function countPath(asked: Asked): string {
  return `/api/v1/entries/count?${filterQuery(asked)}`;
}

export function histogramPath(asked: Asked, input: { bars: number }): string {
  const query = filterQuery(asked);
  query.set("bars", String(input.bars));
  return `/api/v1/histogram?${query}`;
}

export function heatMapPath(asked: Asked): string {
  return `/api/v1/heatmap?${filterQuery(asked)}`;
}

export function facetsPath(
  asked: Asked,
  input: { fields: string[]; limit: number; find?: string },
): string {
  const query = filterQuery(asked);
  query.set("fields", input.fields.join(","));
  query.set("limit", String(input.limit));
  if (input.find !== undefined && input.find !== "") query.set("find", input.find);
  return `/api/v1/facets?${query}`;
}

function filterQuery({ filter, timeZone }: Asked): URLSearchParams {
  const query = new URLSearchParams();
  if (filter.q !== "") query.set("q", filter.q);
  if (filter.from !== null) query.set("from", filter.from);
  if (filter.to !== null) query.set("to", filter.to);
  query.set("tz", timeZone);
  return query;
}

interface Rows {
  items: EntryView[];
  users: Record<string, UserView>;
}

/** Rows of all pages in the order shown, each once however the pages overlap. */
export function joinPages(pages: Pick<Rows, "items">[], sort: LogFilter["sort"]): EntryView[] {
  const rows = new Map<string, EntryView>();
  for (const page of pages) for (const entry of page.items) rows.set(entry.id, entry);
  const joined = [...rows.values()];
  // By value, pages follow each other and nothing comes in between.
  if (byValue(sort) !== null) return joined;
  const sign = sort === "desc" ? -1 : 1;
  const isSorted = joined.every((row, place) => {
    const last = joined[place - 1];
    return last === undefined || sign * compareEntries(last, row) <= 0;
  });
  return isSorted ? joined : joined.sort((left, right) => sign * compareEntries(left, right));
}

export function joinUsers(pages: Pick<Rows, "users">[]): Record<string, UserView> {
  const users: Record<string, UserView> = {};
  for (const page of pages) Object.assign(users, page.users);
  return users;
}

/** Earlier first; of one moment, in the order in which they were stored. */
export function compareEntries(left: EntryView, right: EntryView): number {
  return Date.parse(left.at) - Date.parse(right.at) || compareIds(left.id, right.id);
}

/** Ids are decimal texts and may be wider than a number can hold. */
export function compareIds(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : Number(left > right);
}
