import { useEffect, useState } from "react";
import { loadLater } from "../../../../../_ui/later.ts";

/** True once the first answer stands on the page: what was left for later is loaded from then on. */
export function useAtRest(hasAnswer: boolean): boolean {
  const [isAtRest, setAtRest] = useState(false);
  useEffect(() => {
    if (!hasAnswer || isAtRest) return;
    // A hidden page has no frames.
    const timer = setTimeout(() => {
      setAtRest(true);
      loadLater();
    });
    return () => clearTimeout(timer);
  }, [hasAnswer, isAtRest]);
  return isAtRest;
}
