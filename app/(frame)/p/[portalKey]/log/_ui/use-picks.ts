import { useCallback, useMemo, useState } from "react";
import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import {
  extendPicks,
  NO_PICKS,
  pickAll,
  togglePicks,
  type Picks,
} from "../../../../../_ui/table/picks.ts";

/** The entries that somebody picked in the list. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** In the order of the list; those that are not loaded any more come last. */
  entries: EntryView[];
  /** Where a range began. */
  anchor: string | null;
  toggle(anchor: string, ids: string[]): void;
  extend(anchor: string, ids: string[]): void;
  /** All entries loaded; none when all are picked. */
  toggleAll(): void;
  clear(): void;
}

interface Kept {
  listKey: string;
  picks: Picks;
  /** As they were when they were picked: a list that is read again begins with fewer rows. */
  entries: ReadonlyMap<string, EntryView>;
}

/** Picks belong to one list: those of another query are given up. */
export function usePicks(rows: EntryView[], listKey: string): Selection {
  const [state, setState] = useState<Kept>({ listKey, picks: NO_PICKS, entries: new Map() });
  const isKept = state.listKey === listKey;
  const picks = isKept ? state.picks : NO_PICKS;
  const before = isKept ? state.entries : null;
  const set = useCallback(
    (next: Picks) => {
      const known = [...(before?.values() ?? []), ...rows].filter(({ id }) => next.ids.has(id));
      setState({ listKey, picks: next, entries: new Map(known.map((one) => [one.id, one])) });
    },
    [listKey, before, rows],
  );
  const entries = useMemo(() => inOrder(picks.ids, { rows, before }), [rows, picks, before]);
  return {
    ids: picks.ids,
    entries,
    anchor: picks.anchor,
    toggle: (anchor, ids) => set(togglePicks(picks, anchor, ids)),
    extend: (anchor, ids) => set(extendPicks(picks, anchor, ids)),
    toggleAll: () => {
      const isAll = rows.every(({ id }) => picks.ids.has(id));
      set(isAll ? NO_PICKS : pickAll(rows.map(({ id }) => id)));
    },
    clear: () => set(NO_PICKS),
  };
}

function inOrder(
  ids: ReadonlySet<string>,
  { rows, before }: { rows: EntryView[]; before: Kept["entries"] | null },
): EntryView[] {
  if (ids.size === 0) return [];
  const listed = rows.filter(({ id }) => ids.has(id));
  const found = new Set(listed.map(({ id }) => id));
  const others = [...(before?.values() ?? [])].filter(({ id }) => ids.has(id) && !found.has(id));
  return [...listed, ...others];
}
