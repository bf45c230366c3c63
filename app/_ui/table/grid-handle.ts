import type { RefObject } from "react";
import type { GridFocus } from "./use-grid-focus.ts";

export const HEADER_HEIGHT = 38;

export interface GridHandle {
  scrollToTop(): void;
  /** Pixels between the newest row and the top of the view. */
  scrolledBy(): number;
  /** Puts the focus on a row, or on the one that had it last. */
  focusRow(key: string | null): void;
  isFocusedByKeys(): boolean;
  /** Scrolls a row into the middle if it is out of view; without such a row nothing moves. */
  reveal(key: string): void;
}

interface Input {
  scroller: RefObject<HTMLElement | null>;
  keys: string[];
  focus: GridFocus;
  rowHeight: number;
  virtual: { scrollToIndex(index: number, options: { align: "center" }): void };
}

export function gridHandle({ scroller, keys, focus, rowHeight, virtual }: Input): GridHandle {
  return {
    scrollToTop: () => scroller.current?.scrollTo({ top: 0 }),
    scrolledBy: () => scroller.current?.scrollTop ?? 0,
    focusRow: (key) => focus.focusRow(key === null ? focus.place.row : keys.indexOf(key)),
    reveal: (key) => {
      const index = keys.indexOf(key);
      const top = index * rowHeight - (scroller.current?.scrollTop ?? 0);
      const isInView = top >= 0 && top < (scroller.current?.clientHeight ?? 0) - HEADER_HEIGHT * 2;
      if (index >= 0 && !isInView) virtual.scrollToIndex(index, { align: "center" });
    },
    isFocusedByKeys: () =>
      Boolean(scroller.current?.querySelector("[role=gridcell]:focus-visible")),
  };
}
