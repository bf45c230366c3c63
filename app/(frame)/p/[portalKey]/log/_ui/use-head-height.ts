import { useEffect, type RefObject } from "react";
import { useStoredText } from "../../../../../_ui/stored-choice.ts";

const NAME = "log-head";

/** Height in pixels that the head had when the page was this wide; null when that is not known. */
export function useHeadHeight(): number | null {
  const [kept] = useStoredText(NAME);
  const [width, height] = (kept ?? "").split(" ").map(Number);
  return width === window.innerWidth && height !== undefined ? height : null;
}

/** Remembers the height, so that the next visit leaves the right place free. */
export function useKeptHeight(head: RefObject<HTMLElement | null>): void {
  const [, keep] = useStoredText(NAME);
  useEffect(() => {
    const element = head.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      keep(`${window.innerWidth} ${Math.round(element.offsetHeight)}`),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [head, keep]);
}
