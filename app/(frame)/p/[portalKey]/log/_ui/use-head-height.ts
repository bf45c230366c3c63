import { useEffect, type RefObject } from "react";
import { useStoredText } from "../../../../../_ui/stored-choice.ts";
import type { LogAddress } from "./log-address.ts";

/** Where nothing is asked yet, questions to begin with have a line of their own. */
export type HeadKind = "begin" | "asked";

export function headKind({ q, from, view }: LogAddress): HeadKind {
  return q === "" && from === null && view === "list" ? "begin" : "asked";
}

/** Height in pixels that such a head had when the page was this wide; null when that is not known. */
export function useHeadHeight(kind: HeadKind): number | null {
  const [kept] = useStoredText(`log-head-${kind}`);
  if (kept === null) return null;
  const [width, height] = kept.split(" ").map(Number);
  return width === window.innerWidth && Number.isFinite(height) ? (height ?? null) : null;
}

/** Remembers the height, so that the next visit leaves the right place free. */
export function useKeptHeight(head: RefObject<HTMLElement | null>, kind: HeadKind): void {
  const [, keep] = useStoredText(`log-head-${kind}`);
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
