import type { RefObject } from "react";
import type { GridFocus } from "./use-grid-focus.ts";

export const HEADER_HEIGHT = 38;

export interface GridHandle {
  scrollToTop(): void;
  scrollToBottom(): void;
  /** Pixels between the newest row and the top of the view. */
  scrolledBy(): number;
  /** Puts the focus on a row, or on the one that had it last; false without such a row. */
  focusRow(key: string | null): boolean;
  /** Key of the row that has or had the focus; null before the first. */
  focusedKey(): string | null;
  isFocusedByKeys(): boolean;
  /** Puts the focus on a row and scrolls it into the middle. */
  center(key: string): void;
  /** Scrolls a row into the middle if it is out of view; without such a row nothing moves. */
  reveal(key: string): void;
  /** Least width at which nothing of a column's drawn cells is cut off. */
  fitWidth(column: string): number | null;
}

interface Input {
  scroller: RefObject<HTMLElement | null>;
  keys: string[];
  placeOf: ReadonlyMap<string, number>;
  shownIn(key: string): string;
  startOf(index: number): number;
  focus: GridFocus;
  virtual: { scrollTo(index: number, align: "center" | "end"): void };
}

export function gridHandle(input: Input): GridHandle {
  const { scroller, keys, placeOf, shownIn, startOf, focus, virtual } = input;
  return {
    scrollToTop: () => scroller.current?.scrollTo({ top: 0 }),
    scrollToBottom: () => virtual.scrollTo(keys.length - 1, "end"),
    scrolledBy: () => scroller.current?.scrollTop ?? 0,
    focusRow: (key) => {
      const index = key === null ? focus.place.row : placeOf.get(shownIn(key));
      if (index === undefined || index >= keys.length) return false;
      focus.focusRow(index);
      return true;
    },
    focusedKey: () => (focus.key !== null && placeOf.has(focus.key) ? focus.key : null),
    center: (key) => {
      const index = placeOf.get(shownIn(key));
      if (index !== undefined) focus.focusRow(index, "center");
    },
    reveal: (key) => {
      const index = placeOf.get(shownIn(key));
      if (index === undefined) return;
      const top = startOf(index) - (scroller.current?.scrollTop ?? 0);
      const isInView = top >= 0 && top < (scroller.current?.clientHeight ?? 0) - HEADER_HEIGHT * 2;
      if (!isInView) virtual.scrollTo(index, "center");
    },
    isFocusedByKeys: () =>
      Boolean(scroller.current?.querySelector("[role=gridcell]:focus-visible")),
    fitWidth: (column) => (scroller.current === null ? null : fit(scroller.current, column)),
  };
}

/** Cells take the width of their content for a moment that is never painted. */
function fit(scroller: HTMLElement, column: string): number | null {
  const name = CSS.escape(column);
  const cells = scroller.querySelectorAll<HTMLElement>(`[data-column="${name}"]`);
  const widths = [...cells].map((cell) => {
    cell.style.width = "max-content";
    const { width } = cell.getBoundingClientRect();
    cell.style.removeProperty("width");
    return width;
  });
  return widths.length === 0 ? null : Math.ceil(Math.max(...widths)) + 2;
}
