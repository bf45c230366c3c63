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
  const wantedAt = useRef<Element | null>(null);
  const ref = useCallback((box: Focusable | null) => {
    shown.current = box;
    if (box === null) return;
    // Whoever went on to something else meanwhile stays there.
    if (wantedAt.current === document.activeElement) box.focus();
    wantedAt.current = null;
  }, []);
  const focus = useCallback(() => {
    if (shown.current === null) wantedAt.current = document.activeElement;
    else shown.current.focus();
  }, []);
  return { ref, focus };
}
