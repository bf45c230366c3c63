import { useEffect, useRef, useState, type RefObject } from "react";
import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import type { GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import type { LogFilter } from "./log-address.ts";
import type { Entries } from "./use-entries.ts";

interface Input {
  entries: Entries;
  sort: LogFilter["sort"];
  grid: RefObject<GridHandle | null>;
}

/** Brings a moment into the middle of the list, once the rows on both sides of it are there. */
export function useGoTo({ entries, sort, grid }: Input): (at: string) => void {
  const [goal, setGoal] = useState<{ at: string } | null>(null);
  const reached = useRef(goal);
  const { rows, hasBefore, isLoading, isRefreshing, moreError } = entries;
  useEffect(() => {
    if (goal === null || reached.current === goal || isLoading || isRefreshing) return;
    const row = nearest(rows, { at: goal.at, sort });
    const isWhole = !hasBefore || row !== rows[0] || moreError !== null;
    // The grid asks for the rows before as soon as it stands at its first ones.
    if (row !== undefined && !isWhole) return;
    reached.current = goal;
    if (row === undefined) return;
    grid.current?.center(row.id);
  }, [goal, rows, hasBefore, isLoading, isRefreshing, moreError, sort, grid]);
  return (at) => setGoal({ at });
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
