import { useEffect, useRef, useState, type RefObject } from "react";
import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import type { GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import type { LogFilter } from "./log-address.ts";
import { nameOf } from "./use-around.ts";
import type { Entries } from "./use-entries.ts";

interface Input {
  entries: Entries;
  filter: LogFilter;
  /** The moment the list begins at. */
  around: string | null;
  grid: RefObject<GridHandle | null>;
}

interface Goal {
  at: string;
  /** The list to bring it into: with any other one it is given up. */
  list: string;
}

/** Brings a moment into the middle of the list, once the rows on both sides of it are there. */
export function useGoTo({ entries, filter, around, grid }: Input) {
  const [goal, setGoal] = useState<Goal | null>(null);
  const begun = useRef(goal);
  const ended = useRef(goal);
  const { sort } = filter;
  const isHere = goal !== null && goal.at === around && goal.list === nameOf(filter);
  const { rows, hasBefore, isLoading, isRefreshing, moreError } = entries;
  useEffect(() => {
    if (goal === null || ended.current === goal) return;
    if (isHere) begun.current = goal;
    else if (begun.current === goal) ended.current = goal;
    if (!isHere || isLoading || isRefreshing) return;
    const row = nearest(rows, { at: goal.at, sort });
    const isWhole = !hasBefore || row !== rows[0] || moreError !== null;
    // The grid asks for the rows before as soon as it stands at its first ones.
    if (row !== undefined && !isWhole) return;
    ended.current = goal;
    if (row === undefined) return;
    grid.current?.center(row.id);
  }, [goal, isHere, rows, hasBefore, isLoading, isRefreshing, moreError, sort, grid]);
  return (at: string, list: LogFilter) => setGoal({ at, list: nameOf(list) });
}

/** The row that stands at a moment or is the last one before it; else the one that is closest. */
export function nearest(
  rows: readonly EntryView[],
  { at, sort }: { at: string; sort: LogFilter["sort"] },
): EntryView | undefined {
  const moment = Date.parse(at);
  const isBeyond = ({ at: time }: EntryView) =>
    sort === "asc" ? Date.parse(time) >= moment : Date.parse(time) <= moment;
  return rows.find(isBeyond) ?? rows.at(-1);
}
