import { useCallback, useEffect, useState } from "react";

const MARK_MS = 5_000;

export interface FreshRows {
  markOf(id: string): "fresh" | "fresh-last" | undefined;
  mark(ids: string[]): void;
}

/** Rows that just arrived, marked for five seconds with a line under the oldest of them. */
export function useFreshRows(): FreshRows {
  const [ids, setIds] = useState<string[]>([]);
  useEffect(() => {
    if (ids.length === 0) return;
    const timer = setTimeout(() => setIds([]), MARK_MS);
    return () => clearTimeout(timer);
  }, [ids]);
  const markOf = useCallback(
    (id: string) => {
      const index = ids.indexOf(id);
      if (index < 0) return undefined;
      return index === ids.length - 1 ? "fresh-last" : "fresh";
    },
    [ids],
  );
  return { markOf, mark: setIds };
}
