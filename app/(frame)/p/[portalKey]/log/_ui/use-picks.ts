import { useCallback, useMemo, useState } from "react";
import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import { extendPicks, NO_PICKS, pickAll, togglePicks } from "../../../../../_ui/table/picks.ts";

/** The entries that somebody picked in the list. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** In the order of the list. */
  entries: EntryView[];
  /** Where a range began. */
  anchor: string | null;
  toggle(anchor: string, ids: string[]): void;
  extend(anchor: string, ids: string[]): void;
  /** All entries loaded; none when all are picked. */
  toggleAll(): void;
  clear(): void;
}

/** Picks belong to one list: those of another query are given up. */
export function usePicks(rows: EntryView[], listKey: string): Selection {
  const [state, setState] = useState({ listKey, picks: NO_PICKS });
  const picks = state.listKey === listKey ? state.picks : NO_PICKS;
  const set = useCallback((next: typeof picks) => setState({ listKey, picks: next }), [listKey]);
  const entries = useMemo(
    () => (picks.ids.size === 0 ? [] : rows.filter(({ id }) => picks.ids.has(id))),
    [rows, picks],
  );
  return {
    ids: picks.ids,
    entries,
    anchor: picks.anchor,
    toggle: (anchor, ids) => set(togglePicks(picks, anchor, ids)),
    extend: (anchor, ids) => set(extendPicks(picks, anchor, ids)),
    toggleAll: () =>
      set(entries.length === rows.length ? NO_PICKS : pickAll(rows.map(({ id }) => id))),
    clear: () => set(NO_PICKS),
  };
}
