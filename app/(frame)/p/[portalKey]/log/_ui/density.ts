import { useStoredChoice } from "../../../../../_ui/stored-choice.ts";

export const DENSITIES = ["normal", "relaxed", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

export const ROW_HEIGHTS: Record<Density, number> = { compact: 32, normal: 46, relaxed: 56 };

export function useDensity(): { density: Density; next(): void } {
  const [density, setDensity] = useStoredChoice("density", DENSITIES);
  const following = DENSITIES[(DENSITIES.indexOf(density) + 1) % DENSITIES.length] ?? "normal";
  return { density, next: () => setDensity(following) };
}
