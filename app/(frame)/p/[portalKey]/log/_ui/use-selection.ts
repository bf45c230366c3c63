import { createContext, use } from "react";
import type { Selection } from "./use-picks.ts";

export const SelectionContext = createContext<Selection | null>(null);

/** The entries picked in the list, for whatever can be done with several of them. */
export function useSelection(): Selection {
  const selection = use(SelectionContext);
  if (selection === null) throw new Error("A part of the log was drawn outside of its page.");
  return selection;
}
