import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { keyName } from "../keys/match-key.ts";
import { useSingleKeys } from "../keys/single-keys.ts";
import { movePlace, type GridPlace } from "./move.ts";

interface Input {
  scroller: RefObject<HTMLElement | null>;
  /** Keys of the rows in order. */
  keys: string[];
  cols: number;
  rowHeight: number;
  scrollTo(index: number): void;
  onOpen(index: number): void;
  onMenu(target: EventTarget): boolean;
}

export interface GridFocus {
  place: GridPlace;
  setCell(key: string, col: number): void;
  focusRow(index: number): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** One tab stop; the focused row is kept by its key, so rows may come and go around it. */
export function useGridFocus(input: Input): GridFocus {
  const { scroller, keys, cols, rowHeight, scrollTo, onOpen, onMenu } = input;
  const singleKeys = useSingleKeys();
  const [cell, setCell] = useState<{ key: string | null; col: number }>({ key: null, col: 0 });
  const wantsFocus = useRef(false);
  const found = cell.key === null ? -1 : keys.indexOf(cell.key);
  const place = { row: Math.max(found, 0), col: Math.min(cell.col, cols - 1) };

  useEffect(() => {
    if (!wantsFocus.current || cell.key === null) return;
    const row = scroller.current?.querySelector(`[data-row="${CSS.escape(cell.key)}"]`);
    const cells = [...(row?.querySelectorAll<HTMLElement>("[role=gridcell]") ?? [])];
    const target = cells[place.col] ?? cells[0];
    // A row far away is drawn only after the scrolling: then a later run finds it.
    if (target === undefined) return;
    wantsFocus.current = false;
    target.focus({ preventScroll: true });
  });

  const go = (target: GridPlace) => {
    wantsFocus.current = true;
    scrollTo(target.row);
    setCell({ key: keys[target.row] ?? null, col: target.col });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const name = event.ctrlKey || event.metaKey ? event.key : keyName(event);
    if (name.length === 1 && !singleKeys.isOn) return;
    if (name === "Enter" && isCell(event.target)) {
      event.preventDefault();
      onOpen(place.row);
      return;
    }
    if (name === "m" && isCell(event.target)) {
      event.preventDefault();
      onMenu(event.target);
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const press = { name, isCtrl: event.ctrlKey || event.metaKey };
    const target = movePlace(press, place, { rows: keys.length, cols, page });
    if (target === null) return;
    event.preventDefault();
    go(target);
  };

  return {
    place,
    setCell: (key, col) => setCell({ key, col }),
    focusRow: (index) => go({ row: index, col: place.col }),
    onKeyDown,
  };
}

function isCell(target: EventTarget): boolean {
  return target instanceof Element && target.getAttribute("role") === "gridcell";
}
