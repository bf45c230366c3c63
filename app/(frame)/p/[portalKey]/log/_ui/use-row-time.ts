import { useEffect, useRef, useState, type PointerEvent, type RefObject } from "react";
import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import type { GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { rowOf } from "../../../../../_ui/table/cell-place.ts";

interface RowTime {
  entry: EntryView;
  element: HTMLElement;
  /** Opened by the pointer, which it goes away with; else it has the focus. */
  isHover: boolean;
}

const REST_MS = 450;
const LEAVE_MS = 250;

/** The card of a row's time: it opens when the pointer rests on the time, or by a command for the row in focus. */
export function useRowTime(
  entryAt: (key: string) => EntryView | null,
  grid: RefObject<GridHandle | null>,
) {
  const [shown, setShown] = useState<RowTime | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const wait = (ms: number, act: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(act, ms);
  };
  const close = () => {
    clearTimeout(timer.current);
    setShown(null);
  };
  const leave = () => {
    if (shown?.isHover === true) wait(LEAVE_MS, close);
    else clearTimeout(timer.current);
  };
  return {
    shown,
    close,
    leave,
    keep: () => clearTimeout(timer.current),
    onPointerOver: ({ target, pointerType }: PointerEvent) => {
      if (pointerType !== "mouse" || !(target instanceof Element)) return;
      if (target.closest("[data-holds]") !== null) {
        clearTimeout(timer.current);
        return;
      }
      const element = target.closest<HTMLElement>("[role=row] time");
      const entry = element === null ? null : entryAt(rowOf(element) ?? "");
      if (element === null || entry === null) leave();
      else if (shown?.element === element) clearTimeout(timer.current);
      else wait(REST_MS, () => setShown({ entry, element, isHover: true }));
    },
    open: () => {
      const key = grid.current?.focusedKey() ?? null;
      const entry = key === null ? null : entryAt(key);
      const row = key === null ? null : document.querySelector(`[data-row="${CSS.escape(key)}"]`);
      const element = row?.querySelector("time") ?? row;
      if (entry === null || !(element instanceof HTMLElement)) return;
      clearTimeout(timer.current);
      setShown({ entry, element, isHover: false });
    },
  };
}

export type RowTimeState = ReturnType<typeof useRowTime>;
