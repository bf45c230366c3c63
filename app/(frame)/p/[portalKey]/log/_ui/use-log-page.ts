import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from "react";
import { byValue } from "../../../../../../lib/archive/shared.ts";
import type { GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { limitsOf, missingIn, type Limits } from "./bands.ts";
import { EMPTY_FILTER, type LogAddress } from "./log-address.ts";
import { useAround } from "./use-around.ts";
import { isFilling, useCoverage, type Coverage } from "./use-coverage.ts";
import { useGoTo } from "./use-go-to.ts";
import { useEntries, type Entries } from "./use-entries.ts";
import { useListView } from "./use-list-view.ts";
import { useLive } from "./use-live.ts";
import { useListKey, useLiveEnd } from "./use-live-end.ts";
import { useLogActions } from "./use-log-actions.ts";
import type { LogAddressState } from "./use-log-address.ts";
import { usePageCommands } from "./use-page-commands.ts";
import { useTotal } from "./use-total.ts";

interface Refs {
  grid: RefObject<GridHandle | null>;
  search: { focus(): void };
  /** The choice between the list and the charts. */
  views: RefObject<HTMLElement | null>;
}

export type LogPageState = ReturnType<typeof useLogPage>;

/** State of the page and what can be done on it, by mouse or key. */
export function useLogPage({ address, change }: LogAddressState, refs: Refs) {
  const { grid, search } = refs;
  const filter = useFilterOf(address);
  const around = useAround(address, filter);
  const entries = useEntries({ filter, around: around.at, isEnabled: around.isReady });
  const hasAnswer = !entries.isLoading && entries.error === null;
  const coverage = useCoverage(hasAnswer);
  const { listKey, stayAs } = useListKey(filter);
  const list = useListView({ address, change, entries, grid, listKey });
  const [timeOpen, setTimeOpen] = useState<"range" | "moment" | null>(null);
  const feed = useLive({ isOn: address.isLive, filter, entries, grid });
  const toNewest = () => (filter.sort !== "desc" ? change({ sort: "desc" }) : feed.show());
  const live = { ...feed, show: toNewest };
  const isMoving = address.isLive || isFilling(coverage.view);
  const total = useTotal(filter, { isEnabled: hasAnswer, isMoving });
  const limits = useLimits(filter);
  useGrowing(entries, coverage, limits);
  const edits = useLogActions(address.q, change);
  const panel = usePanel(address.entry, change, refs);

  const readAt = coverage.view?.readAt ?? null;
  const endLive = useLiveEnd({ filter, entries, readAt, letIn: feed.letIn, stayAs, change });
  // Live mode looks at the present: an end in the past gives way, and one step Back returns it.
  const setLive = (isLive: boolean) => (isLive ? change({ isLive, to: null }) : endLive());
  const showAround = (entry: string) => {
    // A place in time is shown in the order of time.
    const sort = byValue(filter.sort) === null ? filter.sort : "desc";
    around.show(entry, { ...filter, ...EMPTY_FILTER, sort });
    change({ ...EMPTY_FILTER, sort, isLive: false, entry, view: "list", over: null });
  };
  const goToRow = useGoTo({ entries, filter, around: around.at, grid });
  const goTo = (at: string) => {
    // The list as it is asked for stays; only an order by something else has no place for a moment.
    const sort = byValue(filter.sort) === null ? filter.sort : "desc";
    around.showAt(at, { ...filter, sort });
    const isThere = sort === filter.sort && !address.isLive && address.view === "list";
    if (!isThere) change({ sort, isLive: false, view: "list", over: null });
    goToRow(at, { ...filter, sort });
  };
  const { refresh } = entries;
  const reload = useCallback(() => {
    grid.current?.scrollToTop();
    if (around.at === null) refresh();
    else around.leave();
  }, [grid, around, refresh]);
  useReveal(grid, address.entry, entries);
  const isPicking = address.view === "list" && list.picks.ids.size > 0;
  usePageCommands({
    ...{ address, entries, list, panel, isPicking, grid, search, showNew: live.show },
    openContext: edits.openContext,
    toggleLive: () => setLive(!address.isLive),
    openTime: setTimeOpen,
  });
  const time = { open: timeOpen, setOpen: setTimeOpen };
  const { open, step, close, isByKey } = panel;
  const actions = { ...edits, setLive, open, step, close, reload, showAround, goTo };
  const shown = { entries, coverage, total, limits, list, live };
  return { filter, ...shown, time, isByKey, isPicking, actions };
}

/** Opening and closing of an entry; the focus goes back to its row. */
function usePanel(shown: string | null, change: LogAddressState["change"], { grid, views }: Refs) {
  const [isByKey, setByKey] = useState(false);
  return {
    isByKey,
    open: (entry: string) => {
      setByKey(grid.current?.isFocusedByKeys() ?? false);
      change({ entry });
    },
    step: (entry: string) => change({ entry }, true),
    close: () => {
      if (shown === null) return;
      change({ entry: null });
      // The charts have no rows, and the list has not every row.
      if (grid.current?.focusRow(shown) !== true) views.current?.focus({ preventScroll: true });
    },
  };
}

/** The open entry's row is in view when the entry or the list becomes another one, and only then. */
function useReveal(grid: Refs["grid"], entry: string | null, entries: Entries) {
  const isReady = !entries.isLoading && !entries.isRefreshing;
  const isListed = isReady && entries.rows.some((row) => row.id === entry);
  useEffect(() => {
    if (isListed && entry !== null) grid.current?.reveal(entry);
  }, [grid, entry, isListed]);
}

/** What is missing among the rows shown is read again once the archive has more of it. */
function useGrowing(entries: Entries, coverage: Coverage, limits: Limits) {
  const { rows, hasMore, isLoading, isRefreshing, reload } = entries;
  const lowest = rows.at(-1)?.at ?? null;
  const from = hasMore && lowest !== null ? Date.parse(lowest) : limits.from;
  const missing = missingIn(coverage.view, { ...limits, from });
  const pending = missing.filter(({ state }) => state === "pending");
  // Before the first reading not even the gaps are known.
  const isUnread = coverage.view !== null && coverage.view.loadedFrom === null;
  const present = isUnread ? "unread" : JSON.stringify(pending.map(({ from, to }) => [from, to]));
  const seen = useRef(present);
  useEffect(() => {
    if (seen.current === present || isLoading || isRefreshing) return;
    const hadGaps = seen.current !== "[]";
    seen.current = present;
    if (hadGaps) reload();
  }, [present, isLoading, isRefreshing, reload]);
}

function useLimits(filter: ReturnType<typeof useFilterOf>): Limits {
  const { timeZone } = useZone();
  return useMemo(() => limitsOf(filter, timeZone), [filter, timeZone]);
}

/** The part of the address the list depends on, the same object while it says the same. */
function useFilterOf({ q, from, to, tz, sort }: LogAddress) {
  return useMemo(() => ({ q, from, to, tz, sort }), [q, from, to, tz, sort]);
}
