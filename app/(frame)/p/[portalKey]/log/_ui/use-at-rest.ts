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

const LATE_MS = 1_000;

/** True once the first answer takes its time: whoever asked too much has to be able to ask for less. */
export function useLate(): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLate;
}
