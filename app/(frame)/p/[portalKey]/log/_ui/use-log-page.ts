import { useCallback, useEffect, useMemo, useState, type RefObject } from "react";
import { useShortcuts } from "../../../../../_ui/keys/use-shortcuts.ts";
import type { GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { useDensity } from "./density.ts";
import { neighbours } from "./neighbours.ts";
import { useEntries, type Entries } from "./use-entries.ts";
import { useLive } from "./use-live.ts";
import { useLogAddress } from "./use-log-address.ts";

interface Refs {
  grid: RefObject<GridHandle | null>;
  search: RefObject<HTMLInputElement | null>;
}

/** State of the page and what can be done on it, by mouse or key. */
export function useLogPage({ grid, search }: Refs) {
  const { address, faults, change } = useLogAddress();
  const filter = useFilterOf(address);
  const entries = useEntries(filter);
  const density = useDensity();
  const [isTimeOpen, setTimeOpen] = useState(false);
  const [isByKey, setByKey] = useState(false);
  const live = useLive({
    isOn: address.isLive && filter.id === null,
    isReady: !entries.isLoading && !entries.isRefreshing && entries.error === null,
    filter,
    newestId: entries.rows[0]?.id ?? null,
    grid,
    insert: entries.insert,
    onRead: entries.noteRead,
  });

  // Live mode looks at the present: an end in the past gives way, and one step Back returns it.
  const setLive = (isLive: boolean) => change(isLive ? { isLive, to: null } : { isLive });
  const open = (entry: string) => {
    setByKey(grid.current?.isFocusedByKeys() ?? false);
    change({ entry });
  };
  const step = (entry: string) => change({ entry }, true);
  const close = () => {
    if (address.entry === null) return;
    change({ entry: null });
    grid.current?.focusRow(address.entry);
  };
  const reload = useCallback(() => {
    grid.current?.scrollToTop();
    entries.refresh();
  }, [grid, entries]);
  useReveal(grid, address.entry, entries);
  const goTo = (side: "newer" | "older") => {
    const target = address.entry === null ? null : neighbours(entries.rows, address.entry)[side];
    if (target !== null) step(target);
  };
  const focusSearch = () => search.current?.focus();
  const focusRows = () => grid.current?.focusRow(null);
  useShortcuts({
    "/": focusSearch,
    "mod+k": focusSearch,
    j: focusRows,
    k: focusRows,
    "[": () => goTo("newer"),
    "]": () => goTo("older"),
    Escape: close,
    l: () => setLive(!address.isLive),
    n: live.show,
    d: density.next,
    t: () => setTimeOpen(true),
  });
  const time = { isOpen: isTimeOpen, setOpen: setTimeOpen };
  const actions = { change, setLive, open, step, close, reload };
  return { address, faults, filter, entries, density, live, time, isByKey, actions };
}

/** The open entry's row is in view when the entry or the list becomes another one, and only then. */
function useReveal(grid: Refs["grid"], entry: string | null, entries: Entries) {
  const isReady = !entries.isLoading && !entries.isRefreshing;
  const isListed = isReady && entries.rows.some((row) => row.id === entry);
  useEffect(() => {
    if (isListed && entry !== null) grid.current?.reveal(entry);
  }, [grid, entry, isListed]);
}

/** The part of the address the list depends on, the same object while it says the same. */
function useFilterOf(address: ReturnType<typeof useLogAddress>["address"]) {
  const { from, to, types, user, id } = address;
  const codes = types.join(",");
  return useMemo(
    () => ({ from, to, types: codes === "" ? [] : codes.split(","), user, id }),
    [from, to, codes, user, id],
  );
}
