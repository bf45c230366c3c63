import { useEffect, useState } from "react";
import { finishInstall } from "../../../../../_ui/session/frame-calls.ts";

const READ_MS = 1_200;

/**
 * Tells the portal that the installation is finished; it answers by opening the application.
 * Where it does not (no portal around, finished long ago), the reader goes on by a button.
 */
export function useFinish(isComplete: boolean): "waiting" | "by-hand" {
  const [result, setResult] = useState<"waiting" | "by-hand">("waiting");
  useEffect(() => {
    if (!isComplete) return;
    const byHand = () => setResult("by-hand");
    // A moment to see that all is well before the page goes away.
    const timer = setTimeout(() => void finishInstall().then(byHand, byHand), READ_MS);
    return () => clearTimeout(timer);
  }, [isComplete]);
  return result;
}
