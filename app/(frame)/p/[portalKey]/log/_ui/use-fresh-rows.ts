import { useCallback, useEffect, useRef, useState } from "react";

const MARK_MS = 5_000;

export interface FreshRows {
  markOf(id: string): "fresh" | "fresh-last" | undefined;
  mark(ids: string[]): void;
  /** When rows came in before the marked ones; null while none are marked. */
  since: Date | null;
}

interface Marked {
  ids: string[];
  since: Date;
}

/** Rows that just arrived, marked for five seconds with a line under the oldest of them. */
export function useFreshRows(): FreshRows {
  const [marked, setMarked] = useState<Marked | null>(null);
  const seenAt = useRef<Date | null>(null);
  useEffect(() => {
    seenAt.current ??= new Date();
    if (marked === null) return;
    const timer = setTimeout(() => setMarked(null), MARK_MS);
    return () => clearTimeout(timer);
  }, [marked]);
  const markOf = useCallback(
    (id: string) => {
      const index = marked?.ids.indexOf(id) ?? -1;
      if (index < 0) return undefined;
      return index === (marked?.ids.length ?? 0) - 1 ? "fresh-last" : "fresh";
    },
    [marked],
  );
  const mark = useCallback((ids: string[]) => {
    const now = new Date();
    setMarked({ ids, since: seenAt.current ?? now });
    seenAt.current = now;
  }, []);
  return { markOf, mark, since: marked?.since ?? null };
}
