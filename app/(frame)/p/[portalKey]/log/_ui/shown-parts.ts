import { useStoredChoice } from "../../../../../_ui/stored-choice.ts";

export interface ShownPart {
  isShown: boolean;
  toggle(): void;
}

/** The chart above the rows, which this browser shows unless it was told not to. */
export function useHistogramChoice(): ShownPart {
  const [choice, choose] = useStoredChoice("histogram", ["shown", "hidden"]);
  const isShown = choice === "shown";
  return { isShown, toggle: () => choose(isShown ? "hidden" : "shown") };
}

/** The values beside the rows, which are shown once they were asked for. */
export function useFacetsChoice(): ShownPart {
  const [choice, choose] = useStoredChoice("facets", ["hidden", "shown"]);
  const isShown = choice === "shown";
  return { isShown, toggle: () => choose(isShown ? "hidden" : "shown") };
}
