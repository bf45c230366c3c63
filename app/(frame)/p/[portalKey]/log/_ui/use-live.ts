import { useEffect, useEffectEvent, useRef, useState, type RefObject } from "react";
import type { EntryView, LivePage } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import type { GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { compareEntries, livePath } from "./entry-query.ts";
import { LiveFeed, QUIET, type HeldReason, type LiveNews } from "./live-feed.ts";
import { useLiveSeconds } from "./live-choice.ts";
import type { LogFilter } from "./log-address.ts";
import type { Entries } from "./use-entries.ts";
import { useFreshRows, type FreshRows } from "./use-fresh-rows.ts";

const AT_TOP_PX = 8;
const POINTER_MS = 2_000;

interface Input {
  isOn: boolean;
  filter: LogFilter;
  entries: Entries;
  grid: RefObject<GridHandle | null>;
}

export interface Live {
  state: typeof QUIET;
  markOf: FreshRows["markOf"];
  /** When the reader last saw everything; null once the rows that came since are no longer marked. */
  since: FreshRows["since"];
  /** The reader's own pause. */
  isPaused: boolean;
  setPaused(isPaused: boolean): void;
  /** Goes to the newest end and lets the waiting rows in. */
  show(): void;
  /** Lets the waiting rows in where the reader is; false when there are too many. */
  letIn(): boolean;
  retry(): void;
  /** The reader moved: waiting rows come in if nothing holds them any more. */
  onScroll(): void;
  onPointer(): void;
}

/** Whether there is anything to tell about it over the rows. */
export function hasNews({ state }: Live): boolean {
  return state.failedSince !== null || state.waiting > 0 || state.late > 0;
}

export function useLive({ isOn, filter, entries, grid }: Input): Live {
  const pointerAt = useRef(0);
  const [state, setState] = useState(QUIET);
  const { markOf, mark, since } = useFreshRows();
  const [isPaused, setPaused] = useState(false);
  // Live mode that was switched off and on again looks anew.
  if (!isOn && isPaused) setPaused(false);
  const feed = useFeed({
    isOn,
    filter,
    entries,
    isPaused,
    heldBecause: () => heldBecause(grid.current, filter, pointerAt.current),
    mark,
    onChange: setState,
  });
  return {
    state,
    markOf,
    since,
    isPaused,
    setPaused,
    show: () => {
      setPaused(false);
      grid.current?.scrollToTop();
      feed.current?.show();
    },
    letIn: () => {
      if (state.isOver) return false;
      const last = entries.rows.at(-1);
      const isPaged = filter.sort !== "desc" && entries.hasMore && last !== undefined;
      // Oldest first, what lies behind the last row comes by paging, unless everything was read to the end.
      feed.current?.show((entry) => !isPaged || compareEntries(entry, last) <= 0);
      return true;
    },
    retry: () => feed.current?.poke(),
    onScroll: () => {
      if (state.waiting > 0 && grid.current?.scrolledBy() === 0) feed.current?.settle();
    },
    onPointer: () => {
      pointerAt.current = Date.now();
    },
  };
}

interface FeedInput extends Omit<Input, "grid"> {
  isPaused: boolean;
  heldBecause(): HeldReason | null;
  mark: FreshRows["mark"];
  onChange(state: typeof QUIET): void;
}

/** The feed of the list shown, running while live mode is on. */
function useFeed(input: FeedInput): RefObject<LiveFeed | null> {
  const { isOn, filter, entries, isPaused, mark, onChange } = input;
  const api = useApi();
  const { timeZone } = useZone();
  const { seconds } = useLiveSeconds();
  const feed = useRef<LiveFeed | null>(null);
  // False until the first page is there: the feed asks for what was stored after it.
  const isRead = !entries.isLoading && !entries.isRefreshing && !entries.isCancelled;
  const isReady = isRead && entries.error === null;
  const present = useEffectEvent(() => entries);
  const pollMs = useEffectEvent(() => Number(seconds) * 1_000);
  const held = useEffectEvent(() => (isPaused ? "paused" : input.heldBecause()));
  useEffect(() => {
    if (!isOn || !isReady) return;
    const running = new LiveFeed({
      fetchAfter: (after) =>
        api.request<LivePage>(
          livePath({ filter, timeZone }, { after, from: floorOf(present(), filter) }),
        ),
      heldBecause: () => held(),
      placeOf: (entry) => placeIn(present(), filter, entry),
      insert: (news: LiveNews) => {
        mark(news.items.map((entry) => entry.id));
        present().insert(news);
      },
      onRead: ({ coverage }) => present().noteCoverage(coverage),
      isHidden: () => document.hidden,
      pollMs: () => pollMs(),
      onChange,
    });
    const onVisible = () => {
      if (!document.hidden) running.poke();
    };
    feed.current = running;
    running.start(present().lastSeq ?? "0");
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      running.stop();
      feed.current = null;
    };
  }, [isOn, isReady, filter, api, timeZone, mark, onChange]);
  // A shorter interval counts from now on, and so does the end of a pause.
  useEffect(() => feed.current?.poke(), [seconds, isPaused]);
  return feed;
}

/** Older rows than the last one loaded come by paging, so they are not asked for. */
function floorOf({ rows, hasMore }: Entries, { sort }: LogFilter): string | null {
  return sort === "desc" && hasMore ? (rows.at(-1)?.at ?? null) : null;
}

function placeIn(entries: Entries, { sort }: LogFilter, { at }: EntryView) {
  const { rows, hasMore } = entries;
  if (sort !== "desc") return "new";
  const time = Date.parse(at);
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return "new";
  if (hasMore && time < Date.parse(last.at)) return "below";
  return time < Date.parse(first.at) ? "late" : "new";
}

function heldBecause(
  grid: GridHandle | null,
  { sort }: LogFilter,
  pointerAt: number,
): HeldReason | null {
  if (sort !== "desc") return "sort";
  if (grid === null) return null;
  if (grid.scrolledBy() > AT_TOP_PX) return "scrolled";
  if (document.querySelector("[data-picked]") !== null) return "selection";
  if (document.querySelector("[role=row][aria-current]") !== null) return "open";
  if (document.querySelector("[role=menu], [data-holds]") !== null) return "menu";
  if (document.querySelector("[data-expanded]") !== null) return "expanded";
  if (grid.isFocusedByKeys()) return "row";
  if (window.getSelection()?.isCollapsed === false) return "text";
  return Date.now() - pointerAt < POINTER_MS ? "pointer" : null;
}
