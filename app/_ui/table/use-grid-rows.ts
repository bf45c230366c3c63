import {
  defaultRangeExtractor,
  useVirtualizer,
  type Range,
  type Virtualizer,
} from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, type RefObject } from "react";
import { HEADER_HEIGHT } from "./grid-handle.ts";

interface Input<Data> {
  scroller: RefObject<HTMLDivElement | null>;
  rows: Data[];
  rowKey(row: Data): string;
  rowHeight: number;
  /** Rows that are as high as what is in them. */
  isMeasured(row: Data): boolean;
  /** Row that has or had the focus; null before the first. */
  focusKey: RefObject<string | null>;
}

export interface GridRows {
  keys: string[];
  placeOf: ReadonlyMap<string, number>;
  virtual: Virtualizer<HTMLDivElement, Element>;
  startOf(index: number): number;
  indexAt(top: number): number;
}

/** The rows that are in the document, and where each row stands. */
export function useGridRows<Data>(input: Input<Data>): GridRows {
  const { scroller, rows, rowKey, rowHeight, isMeasured, focusKey } = input;
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey]);
  const placeOf = useMemo(() => new Map(keys.map((key, index) => [key, index])), [keys]);
  const getItemKey = useCallback((index: number) => keys[index] ?? index, [keys]);
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey,
    overscan: 12,
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    initialRect: { width: 0, height: 800 },
    // The focused row stays in the document while it is out of view, or the focus would be lost.
    // It is named by its key, since others may come in above it.
    rangeExtractor: (range) => withFocused(range, placeOf.get(focusKey.current ?? "") ?? 0),
  });
  // What was measured holds only for the way rows are drawn now.
  useEffect(() => virtual.measure(), [virtual, rowHeight, isMeasured]);
  const startOf = useCallback(
    (index: number) => (virtual.measurementsCache[index]?.start ?? HEADER_HEIGHT) - HEADER_HEIGHT,
    [virtual],
  );
  const indexAt = useCallback(
    (top: number) => virtual.getVirtualItemForOffset(top + HEADER_HEIGHT)?.index ?? 0,
    [virtual],
  );
  return { keys, placeOf, virtual, startOf, indexAt };
}

function withFocused(range: Range, focused: number): number[] {
  const shown = defaultRangeExtractor(range);
  if (shown.includes(focused) || focused >= range.count) return shown;
  return [...shown, focused].sort((left, right) => left - right);
}
