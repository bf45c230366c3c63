import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { RefObject } from "react";
import { flushSync } from "react-dom";
import { rowPlaces, type RowPlaces } from "./row-places.ts";
import { scrollTarget, type Align } from "./scroll-target.ts";
import { useRowHeights } from "./use-row-heights.ts";

interface Input {
  scroller: RefObject<HTMLElement | null>;
  /** Keys of the rows in order. */
  keys: string[];
  /** Height of a row that is not measured. */
  rowHeight: number;
  /** Another one means that rows are drawn another way: what was measured is forgotten. */
  way?: unknown;
  /** Rows drawn beyond either edge. */
  ahead: number;
  /** Of what covers the upper edge and stands above the rows. */
  head?: number;
  /** How high the view is taken to be before it is known. */
  firstHeight: number;
}

export interface VirtualRows {
  /** The rows to be drawn. */
  first: number;
  last: number;
  places: RowPlaces;
  onScroll(): void;
  /** For rows as high as what is in them; these say in `data-row` or `data-node` which ones they are. */
  measure(element: Element | null): (() => void) | undefined;
  scrollTo(index: number, align: Align): void;
  /** Gives the row scrolled to its place once rows on the way to it are measured. */
  settle(): void;
}

/** Of many rows only those in view are in the document. */
export function useVirtualRows(input: Input): VirtualRows {
  const { scroller, keys, rowHeight, way, ahead, head = 0, firstHeight } = input;
  const { heights, version, measure } = useRowHeights(rowHeight, way);
  const places = useMemo(() => {
    const keyOf = (index: number) => keys[index] ?? "";
    return rowPlaces({ count: keys.length, usual: rowHeight, keyOf, measured: heights, version });
  }, [keys, rowHeight, heights, version]);
  const { seen, onScroll } = useSeen({ scroller, places, firstHeight });
  // By its key, since others may come in above it meanwhile.
  const wish = useRef<{ key: string; align: Align } | null>(null);
  const settle = useCallback(() => {
    const box = scroller.current;
    if (box === null || wish.current === null) return;
    const { scrollTop: top, clientHeight: height, scrollHeight } = box;
    const view = { top, height, most: scrollHeight - height, head };
    const { key, align } = wish.current;
    const index = keys.indexOf(key);
    const target = index < 0 ? null : scrollTarget(places, view, { index, align });
    wish.current = target === null ? null : { key, align: target.align };
    if (target !== null && Math.abs(target.top - top) >= 1) box.scrollTop = target.top;
  }, [scroller, keys, places, head]);
  const scrollTo = (index: number, align: Align) => {
    const key = keys[index] ?? "";
    wish.current = { key, align };
    settle();
    // By then what is in view has been drawn and measured; from there on the reader scrolls.
    inFrames(3, () => {
      if (wish.current?.key === key) wish.current = null;
    });
  };
  return {
    first: Math.max(0, places.indexAt(seen.top) - ahead),
    last: Math.min(keys.length - 1, places.indexAt(seen.top + seen.height) + ahead),
    ...{ places, onScroll, measure, scrollTo, settle },
  };
}

interface Seen {
  top: number;
  height: number;
}

/** What of the rows is in view; told only when another row comes into it. */
function useSeen(input: {
  scroller: RefObject<HTMLElement | null>;
  places: RowPlaces;
  firstHeight: number;
}) {
  const { scroller, places, firstHeight } = input;
  const [seen, setSeen] = useState<Seen>({ top: 0, height: firstHeight });
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const look = () => setSeen({ top: box.scrollTop, height: box.clientHeight });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(box);
    return () => observer.disconnect();
  }, [scroller]);
  const onScroll = () => {
    const box = scroller.current;
    if (box === null) return;
    const next = { top: box.scrollTop, height: box.clientHeight };
    // Drawn before the browser paints, or rows would be missing for a frame.
    if (!isSameView(places, seen, next)) flushSync(() => setSeen(next));
  };
  return { seen, onScroll };
}

function isSameView(places: RowPlaces, left: Seen, right: Seen): boolean {
  const isFirst = places.indexAt(left.top) === places.indexAt(right.top);
  const ends = [left, right].map(({ top, height }) => places.indexAt(top + height));
  return isFirst && ends[0] === ends[1];
}

function inFrames(count: number, act: () => void): void {
  if (count === 0) act();
  else requestAnimationFrame(() => inFrames(count - 1, act));
}

/** After the rows are drawn and those above have found their place. */
export function useSettling({ settle }: VirtualRows): void {
  useLayoutEffect(settle, [settle]);
}
