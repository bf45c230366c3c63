import { isEntryOrder, type EntryOrder } from "../../../../../../lib/archive/shared.ts";
import { MAX_QUERY_LENGTH } from "../../../../../../lib/filter/shared.ts";
import { isColumnId, MAX_COLUMNS } from "../../../../../../lib/portals/shared.ts";
import { isZoneChoice } from "../../../../../_ui/time/zone-choice.ts";
import { hasShortKeys, shortKeys } from "./asked-query.ts";
import { readTab, type EntryTab } from "./entry/entry-tab.ts";
import type { foldKeys } from "./fold-keys.ts";
import { printShown, readShown, SHOWN_AT_FIRST } from "./log-view.ts";
import { isTimeText } from "./time-range.ts";

/** What the list is asked for. */
export interface LogFilter {
  /** Text of the query language; empty when nothing is asked for. */
  q: string;
  from: string | null;
  to: string | null;
  /** Zone the times are shown in; null: the one of the portal. */
  tz: string | null;
  sort: EntryOrder;
}

/** The whole state of the page: it lives in the address and nowhere else. */
export interface LogAddress extends LogFilter {
  isLive: boolean;
  /** Entry open in the panel. */
  entry: string | null;
  /** Rows, or charts of the same query. */
  view: "list" | "charts";
  /** What lies over them, as `printView` writes it. */
  over: string | null;
  /** Part of the entry that is shown; null: the one this browser showed last. */
  tab: EntryTab | null;
  /** Saved or ready view that was chosen; the rest of the address may differ from it by now. */
  saved: string | null;
  /** Columns shown, in order, where they are not the person's own. */
  cols: string[] | null;
}

/** What narrows the list; zone and order stay when filters are cleared. */
export const EMPTY_FILTER = { q: "", from: null, to: null } satisfies Partial<LogFilter>;

const SAVED = /^[A-Za-z0-9-]{3,40}$/;
const ID = /^\d{1,18}$/;

interface Parsed {
  address: LogAddress;
  /** Names of values that could not be used; each fell back to its default. */
  faults: string[];
}

/** Short keys are folded into the query by `fold`, which is asked only where there are any. */
export function parseLogAddress(params: URLSearchParams, fold: typeof foldKeys): Parsed {
  const faults: string[] = [];
  const read = (name: string, isGood: (text: string) => boolean): string | null => {
    const text = params.get(name);
    if (text === null || text === "") return null;
    if (isGood(text)) return text;
    faults.push(name);
    return null;
  };
  const q = read("q", (text) => text.length <= MAX_QUERY_LENGTH) ?? "";
  const folded = hasShortKeys(params) ? fold(q, shortKeys(params)) : { q, refused: [] };
  faults.push(...folded.refused);
  const address: LogAddress = {
    q: folded.q,
    from: read("from", isTimeText),
    to: read("to", isTimeText),
    tz: read("tz", isZoneChoice),
    sort: readOrder(read("sort", isEntryOrder)),
    isLive: read("live", (text) => text === "1") !== null,
    entry: read("e", (text) => ID.test(text)),
    ...(readShown(read("view", (text) => readShown(text) !== null)) ?? SHOWN_AT_FIRST),
    tab: readTab(read("tab", (text) => readTab(text) !== null)),
    saved: read("saved", (text) => SAVED.test(text)),
    cols: read("cols", areColumns)?.split(",") ?? null,
  };
  return { address, faults };
}

function readOrder(text: string | null): EntryOrder {
  return text !== null && isEntryOrder(text) ? text : "desc";
}

function areColumns(text: string): boolean {
  const ids = text.split(",");
  return ids.length <= MAX_COLUMNS && ids.every(isColumnId);
}

/** Fixed order, defaults left out: equal states give equal addresses. */
export function printLogAddress(address: LogAddress): URLSearchParams {
  const params = new URLSearchParams();
  if (address.q !== "") params.set("q", address.q);
  if (address.from !== null) params.set("from", address.from);
  if (address.to !== null) params.set("to", address.to);
  if (address.tz !== null) params.set("tz", address.tz);
  if (address.sort !== "desc") params.set("sort", address.sort);
  if (address.cols !== null) params.set("cols", address.cols.join(","));
  if (address.isLive) params.set("live", "1");
  const { entry, tab } = address;
  if (entry !== null) params.set("e", entry);
  const view = printShown(address);
  if (view !== "") params.set("view", view);
  if (entry !== null && tab !== null) params.set("tab", tab);
  if (address.saved !== null) params.set("saved", address.saved);
  return params;
}

export function hasFilter(filter: Pick<LogFilter, "q" | "from" | "to">): boolean {
  return filter.q.trim() !== "" || filter.from !== null || filter.to !== null;
}
