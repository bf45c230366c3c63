import { useMemo, type RefObject } from "react";
import { HEADER_HEIGHT } from "./grid-handle.ts";
import { useVirtualRows, type VirtualRows } from "./use-virtual-rows.ts";

interface Input<Data> {
  scroller: RefObject<HTMLDivElement | null>;
  rows: Data[];
  rowKey(row: Data): string;
  rowHeight: number;
  /** Rows that are as high as what is in them. */
  isMeasured(row: Data): boolean;
}

export interface GridRows {
  keys: string[];
  placeOf: ReadonlyMap<string, number>;
  virtual: VirtualRows;
  startOf(index: number): number;
  indexAt(top: number): number;
}

/** Where each row stands, and which of them are in the document. */
export function useGridRows<Data>(input: Input<Data>): GridRows {
  const { scroller, rows, rowKey, rowHeight, isMeasured } = input;
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey]);
  const placeOf = useMemo(() => new Map(keys.map((key, index) => [key, index])), [keys]);
  const virtual = useVirtualRows({
    ...{ scroller, rowHeight, keys },
    ...{ way: isMeasured, ahead: 12, head: HEADER_HEIGHT, firstHeight: 800 },
  });
  const { startOf, indexAt } = virtual.places;
  return { keys, placeOf, virtual, startOf, indexAt };
}

/**
 * The focused row stays in the document while it is out of view, or the focus would be lost.
 * It is named by its key, since others may come in above it.
 */
export function drawnRows({ first, last }: VirtualRows, focused: number, count: number): number[] {
  const shown = Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => first + step);
  if (focused >= count || (focused >= first && focused <= last)) return shown;
  return focused < first ? [focused, ...shown] : [...shown, focused];
}
