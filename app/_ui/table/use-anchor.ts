import { useCallback, useLayoutEffect, useRef, type RefObject } from "react";

interface Input {
  scroller: RefObject<HTMLElement | null>;
  /** Keys of the rows in order. */
  keys: string[];
  placeOf: ReadonlyMap<string, number>;
  /** Pixels from the first row's top to that of another. */
  startOf(index: number): number;
  indexAt(top: number): number;
  listKey: string;
  /** More rows are on their way above: then the one at the very top stays too. */
  isOpenAbove: boolean;
}

const AT_TOP_PX = 8;

/** Keeps the row under the reader's eye where it is while others come in above; at the top they push it down. */
export function useAnchor(input: Input): { note(): void } {
  const { scroller, keys, placeOf, startOf, indexAt, listKey, isOpenAbove } = input;
  const seen = useRef<{ key: string; start: number } | null>(null);
  const list = useRef(listKey);
  const note = useCallback(() => {
    const top = scroller.current?.scrollTop ?? 0;
    const index = indexAt(top);
    const key = keys[index];
    const isLoose = top <= AT_TOP_PX && !isOpenAbove;
    seen.current = isLoose || key === undefined ? null : { key, start: startOf(index) };
  }, [scroller, keys, startOf, indexAt, isOpenAbove]);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    // Somebody may have gone to the top a moment ago: the box knows before it tells.
    const isAtTop = box.scrollTop <= AT_TOP_PX && !isOpenAbove;
    const anchor = isAtTop ? null : seen.current;
    if (list.current !== listKey) box.scrollTop = 0;
    else if (anchor !== null) {
      const index = placeOf.get(anchor.key);
      const moved = index === undefined ? 0 : startOf(index) - anchor.start;
      if (moved !== 0) box.scrollTop += moved;
    }
    list.current = listKey;
    note();
  }, [scroller, placeOf, startOf, listKey, isOpenAbove, note]);
  return { note };
}
