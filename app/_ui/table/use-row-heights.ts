import { useCallback, useMemo, useReducer } from "react";
import { flushSync } from "react-dom";

/** Heights of the rows that are as high as what is in them, by key. */
export function useRowHeights(rowHeight: number, way: unknown) {
  const [version, noteChange] = useReducer((count: number) => count + 1, 0);
  // What was measured holds only for the way rows are drawn now.
  const heights = useMemo(() => newHeights(rowHeight, way), [rowHeight, way]);
  const observer = useMemo(() => {
    if (typeof ResizeObserver === "undefined") return null;
    return new ResizeObserver((entries) => {
      const isOther = entries
        .map(({ target, borderBoxSize: [box] }) => note(heights, target, box?.blockSize))
        .includes(true);
      // Before the browser paints, or rows would lie over each other for a frame.
      if (isOther) flushSync(noteChange);
    });
  }, [heights]);
  const measure = useCallback(
    (element: Element | null) => {
      if (element === null || observer === null) return undefined;
      observer.observe(element);
      if (note(heights, element, element.getBoundingClientRect().height)) noteChange();
      return () => observer.unobserve(element);
    },
    [heights, observer],
  );
  return { heights, version, measure };
}

function newHeights(_rowHeight: number, _way: unknown): Map<string, number> {
  return new Map();
}

/** Whether the row is of another height than was known. */
function note(heights: Map<string, number>, row: Element, height: number | undefined): boolean {
  const key = row.getAttribute("data-row") ?? row.getAttribute("data-node");
  const rounded = Math.round(height ?? 0);
  // A row that is on its way out of the document has none.
  if (key === null || rounded === 0 || heights.get(key) === rounded) return false;
  heights.set(key, rounded);
  return true;
}
