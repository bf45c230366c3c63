import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
} from "react";
import { keyName } from "../keys/match-key.ts";
import { useSingleKeys } from "../keys/single-keys.ts";
import { rowOf } from "./cell-place.ts";
import { movePlace, type GridPlace } from "./move.ts";

interface Input {
  scroller: RefObject<HTMLElement | null>;
  /** Keys of the rows in order. */
  keys: string[];
  placeOf: ReadonlyMap<string, number>;
  cols: number;
  rowHeight: number;
  scrollTo(index: number, align: Align): void;
  onOpen(index: number): void;
  onMenu(target: EventTarget): boolean;
  /** Null where only one row at a time can be meant. */
  pick: { toggle(index: number): void; extend(from: number, to: number): void; all(): void } | null;
  /** The column of the focused cell is to be this much wider. */
  onWiden(target: Element, by: number): void;
}

/** Where a row is scrolled to: only as far as it takes, or into the middle. */
type Align = "auto" | "center";

export interface GridFocus {
  place: GridPlace;
  /** Of the row that has or had the focus; null before the first. */
  key: string | null;
  focusRow(index: number, align?: Align): void;
  onKeyDown(event: KeyboardEvent): void;
  onFocus(event: FocusEvent): void;
  onBlur(): void;
}

const WIDEN_PX = 16;

/** One tab stop; the focused row is kept by its key, so rows may come and go around it. */
export function useGridFocus(input: Input): GridFocus {
  const { scroller, keys, placeOf, cols, rowHeight, scrollTo } = input;
  const singleKeys = useSingleKeys();
  const [cell, setCell] = useState<{ key: string | null; col: number }>({ key: null, col: 0 });
  const wantsFocus = useRef(false);
  const found = cell.key === null ? 0 : (placeOf.get(cell.key) ?? 0);
  const place = { row: found, col: Math.min(cell.col, cols - 1) };

  useEffect(() => {
    if (!wantsFocus.current) return;
    const target = findCell(scroller.current, cell.key, place.col);
    // A row far away is drawn only after the scrolling: then a later run finds it.
    if (target === null) return;
    wantsFocus.current = false;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  const held = useHeldFocus(() => findCell(scroller.current, cell.key, place.col));

  const go = (target: GridPlace, align: Align = "auto") => {
    wantsFocus.current = true;
    scrollTo(target.row, align);
    setCell({ key: keys[target.row] ?? null, col: target.col });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const isCtrl = event.ctrlKey || event.metaKey;
    const name = isCtrl ? event.key : keyName(event);
    if (name.length === 1 && name !== " " && !isCtrl && !singleKeys.isOn) return;
    if (isCell(event.target) && actOnCell(event, { ...input, name, isCtrl, place })) {
      event.preventDefault();
      return;
    }
    if (!isCell(event.target) && name === " ") return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const target = movePlace({ name, isCtrl }, place, { rows: keys.length, cols, page });
    if (target === null) return;
    event.preventDefault();
    if (event.shiftKey && target.row !== place.row) input.pick?.extend(place.row, target.row);
    go(target);
  };

  return {
    place,
    key: cell.key,
    focusRow: (index, align) => go({ row: index, col: place.col }, align),
    onKeyDown,
    onFocus: ({ target }) => {
      const key = rowOf(target);
      if (key === null) return;
      // Where it was narrow for a while, the reader finds the column again.
      if (held.take(target)) return;
      const col = Number(target.closest("[role=gridcell]")?.getAttribute("aria-colindex"));
      if (col > 0) setCell({ key, col: col - 1 });
    },
    onBlur: held.leave,
  };
}

/** Where it gets narrow, or columns come and go, the cell that has the focus is drawn anew and would lose it. */
function useHeldFocus(find: () => HTMLElement | null) {
  const held = useRef<Element | null>(null);
  const isGivenBack = useRef(false);
  useLayoutEffect(() => {
    if (held.current === null || held.current.isConnected) return;
    held.current = null;
    if (document.activeElement !== document.body) return;
    isGivenBack.current = true;
    find()?.focus({ preventScroll: true });
    isGivenBack.current = false;
  });
  return {
    /** Whether it was given the focus back just now. */
    take: (target: Element): boolean => {
      held.current = target;
      return isGivenBack.current;
    },
    leave: () => {
      held.current = null;
    },
  };
}

function findCell(scroller: Element | null, key: string | null, col: number): HTMLElement | null {
  if (key === null) return null;
  const row = scroller?.querySelector(`[data-row="${CSS.escape(key)}"]`);
  const cells = [...(row?.querySelectorAll<HTMLElement>("[role=gridcell][tabindex]") ?? [])];
  return cells[col] ?? cells[0] ?? null;
}

interface Pressed extends Input {
  name: string;
  isCtrl: boolean;
  place: GridPlace;
}

/** What a key does with the cell that has the focus; false when it is none of these. */
function actOnCell(event: KeyboardEvent, input: Pressed): boolean {
  const { name, isCtrl, place, pick } = input;
  const target = event.target;
  if (isCtrl && event.shiftKey && (name === "ArrowLeft" || name === "ArrowRight")) {
    if (target instanceof Element)
      input.onWiden(target, name === "ArrowLeft" ? -WIDEN_PX : WIDEN_PX);
    return true;
  }
  if (isCtrl) {
    if (pick === null || event.code !== "KeyA") return false;
    pick.all();
    return true;
  }
  if (name === "Enter") input.onOpen(place.row);
  else if (name === "m") input.onMenu(target);
  else if (name === " " && pick !== null) pick.toggle(place.row);
  else return false;
  return true;
}

function isCell(target: EventTarget): boolean {
  return target instanceof Element && target.getAttribute("role") === "gridcell";
}
