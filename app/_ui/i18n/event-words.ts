import { createContext, use } from "react";
import type { EventWords } from "../../../lib/archive/shared.ts";

/** They come with the texts of the same language. */
export const EventWordsContext = createContext<EventWords | null>(null);

/** What is said of events in the interface language. */
export function useEventWords(): EventWords {
  const words = use(EventWordsContext);
  if (words === null) throw new Error("A part of a page was drawn outside the frame.");
  return words;
}
