import { useEffect, useEffectEvent, useRef, useState, type RefObject } from "react";
import type { EntryPage } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import type { GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { entriesPath } from "./entry-query.ts";
import { LiveFeed, QUIET, type HeldReason } from "./live-feed.ts";
import type { LogFilter } from "./log-address.ts";
import { useFreshRows, type FreshRows } from "./use-fresh-rows.ts";

const AT_TOP_PX = 8;
const POINTER_MS = 2_000;

interface Input {
  isOn: boolean;
  /** False until the first page is there: the feed asks for rows newer than it. */
  isReady: boolean;
  filter: LogFilter;
  newestId: string | null;
  grid: RefObject<GridHandle | null>;
  insert(page: EntryPage): void;
  onRead(readAt: string): void;
}

export interface Live {
  state: typeof QUIET;
  markOf: FreshRows["markOf"];
  /** Goes to the newest end and lets the waiting rows in. */
  show(): void;
  retry(): void;
  /** The reader moved: waiting rows come in if nothing holds them any more. */
  onScroll(): void;
  onPointer(): void;
}

export function useLive(input: Input): Live {
  const { isOn, isReady, filter, grid } = input;
  const api = useApi();
  const { timeZone } = useZone();
  const feed = useRef<LiveFeed | null>(null);
  const pointerAt = useRef(0);
  const [state, setState] = useState(QUIET);
  const { markOf, mark } = useFreshRows();

  const insert = useEffectEvent((page: EntryPage) => {
    mark(page.items.map((entry) => entry.id));
    input.insert(page);
  });
  const onRead = useEffectEvent(input.onRead);
  const newestId = useEffectEvent(() => input.newestId);

  useEffect(() => {
    if (!isOn || !isReady) return;
    const running = new LiveFeed({
      fetchAfter: (after) => {
        const now = new Date(Date.now() + api.clockOffsetMs());
        return api.request<EntryPage>(entriesPath(filter, { after, now, timeZone }));
      },
      heldBecause: () => heldBecause(grid.current, Date.now() - pointerAt.current < POINTER_MS),
      insert: (page) => insert(page),
      onRead: (readAt) => onRead(readAt),
      isHidden: () => document.hidden,
      onChange: setState,
    });
    const onVisible = () => {
      if (!document.hidden) running.poke();
    };
    feed.current = running;
    running.start(newestId());
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      running.stop();
      feed.current = null;
    };
  }, [isOn, isReady, filter, api, timeZone, grid]);

  return {
    state,
    markOf,
    show: () => {
      grid.current?.scrollToTop();
      feed.current?.show();
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

function heldBecause(grid: GridHandle | null, isPointerMoving: boolean): HeldReason | null {
  if (grid === null) return null;
  if (grid.scrolledBy() > AT_TOP_PX) return "scrolled";
  if (grid.isFocusedByKeys()) return "row";
  if (window.getSelection()?.isCollapsed === false) return "text";
  return isPointerMoving ? "pointer" : null;
}
