/** Rows that somebody picked, and where the range of the next extension begins. */
export interface Picks {
  ids: ReadonlySet<string>;
  /** What was picked before the present extension: extending anew gives up only the extension. */
  base: ReadonlySet<string>;
  anchor: string | null;
}

export const NO_PICKS: Picks = { ids: new Set(), base: new Set(), anchor: null };

/** All of these are picked, or none of them when all were. */
export function togglePicks(picks: Picks, anchor: string, ids: readonly string[]): Picks {
  const next = new Set(picks.ids);
  const isOn = ids.every((id) => next.has(id));
  for (const id of ids) {
    if (isOn) next.delete(id);
    else next.add(id);
  }
  return { ids: next, base: next, anchor };
}

export function extendPicks(picks: Picks, anchor: string, ids: readonly string[]): Picks {
  return { ids: new Set([...picks.base, ...ids]), base: picks.base, anchor };
}

export function pickAll(ids: readonly string[]): Picks {
  const all = new Set(ids);
  return { ids: all, base: all, anchor: ids[0] ?? null };
}

/** Places from one row to another, both included, in the order of the list. */
export function span(from: number, to: number): number[] {
  const low = Math.min(from, to);
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, step) => low + step);
}
