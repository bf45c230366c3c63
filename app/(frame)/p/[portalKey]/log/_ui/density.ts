import { DENSITIES, type Density, type LogView } from "../../../../../../lib/portals/shared.ts";
import { usePreferences } from "../../../../../_ui/session/use-preferences.ts";

export { DENSITIES };
export type { Density };

export const ROW_HEIGHTS: Record<Density, number> = { compact: 32, normal: 46, relaxed: 56 };
const USUAL: LogView = { density: "normal", isWrapped: false };

export interface Look {
  density: Density;
  isWrapped: boolean;
  setDensity(density: Density): void;
  /** The next row height. */
  next(): void;
  toggleWrap(): void;
}

/** How rows are drawn: kept for the person, on whatever machine. */
export function useLook(): Look {
  const { values, save } = usePreferences();
  const view = values["log.view"] ?? USUAL;
  const { density, isWrapped } = view;
  const put = (value: LogView) => save({ key: "log.view", value });
  const following = DENSITIES[(DENSITIES.indexOf(density) + 1) % DENSITIES.length] ?? "normal";
  return {
    density,
    isWrapped,
    setDensity: (next) => put({ ...view, density: next }),
    next: () => put({ ...view, density: following }),
    toggleWrap: () => put({ ...view, isWrapped: !isWrapped }),
  };
}
