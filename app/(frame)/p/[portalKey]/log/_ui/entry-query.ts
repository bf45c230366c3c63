import type { EntryPage, EntryView, UserView } from "../../../../../../lib/archive/shared.ts";
import { toIsoSeconds } from "../../../../../_ui/time/format-time.ts";
import type { LogFilter } from "./log-address.ts";
import { resolveTime } from "./time-range.ts";

export const PAGE_SIZE = 100;

interface Window {
  before?: string | null;
  after?: string | null;
  /** The moment relative times count from: one for all pages of a list. */
  now: Date;
  timeZone: string;
}

/** Address of one page of entries; times leave as UTC with seconds. */
export function entriesPath(filter: LogFilter, window: Window): string {
  const query = new URLSearchParams();
  const setTime = (name: string, text: string | null) => {
    const at = text === null ? null : resolveTime(text, window.now, window.timeZone);
    if (at !== null) query.set(name, toIsoSeconds(at));
  };
  setTime("from", filter.from);
  setTime("to", filter.to);
  if (filter.types.length > 0) query.set("type", filter.types.join(","));
  if (filter.user !== null) query.set("user", String(filter.user));
  if (filter.id !== null) query.set("id", filter.id);
  if (window.before) query.set("before", window.before);
  if (window.after) query.set("after", window.after);
  query.set("limit", String(PAGE_SIZE));
  return `/api/v1/entries?${query}`;
}

/** Rows of all pages, newest first, each once however the pages overlap. */
export function joinPages(pages: EntryPage[]): EntryView[] {
  const rows = new Map<string, EntryView>();
  for (const page of pages) for (const entry of page.items) rows.set(entry.id, entry);
  return [...rows.values()].sort((left, right) => compareIds(right.id, left.id));
}

export function joinUsers(pages: EntryPage[]): Record<string, UserView> {
  const users: Record<string, UserView> = {};
  for (const page of pages) Object.assign(users, page.users);
  return users;
}

/** Ids are decimal texts and may be wider than a number can hold. */
export function compareIds(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : Number(left > right);
}
