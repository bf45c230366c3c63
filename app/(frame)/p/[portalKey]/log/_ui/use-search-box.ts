import { useCallback, useRef } from "react";

interface Focusable {
  focus(): void;
}

export interface SearchBox {
  /** Takes the box once it is drawn. */
  ref(box: Focusable | null): void;
  /** A box that is not there yet takes the focus as soon as it is. */
  focus(): void;
}

/** The page's search, which comes after the first rows. */
export function useSearchBox(): SearchBox {
  const shown = useRef<Focusable | null>(null);
  const isWanted = useRef(false);
  const ref = useCallback((box: Focusable | null) => {
    shown.current = box;
    if (box === null || !isWanted.current) return;
    isWanted.current = false;
    box.focus();
  }, []);
  const focus = useCallback(() => {
    if (shown.current === null) isWanted.current = true;
    else shown.current.focus();
  }, []);
  return { ref, focus };
}
