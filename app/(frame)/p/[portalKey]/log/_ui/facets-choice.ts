import { useMemo } from "react";
import { decodeDescription, type EntryView } from "../../../../../../lib/archive/shared.ts";
import { useStoredText } from "../../../../../_ui/stored-choice.ts";

/** Facets everyone sees, and those that can be added to them. */
export const USUAL_FACETS = ["sev", "type", "user", "ip", "module", "site"] as const;
export const FURTHER_FACETS = ["item", "guest", "request", "ua"] as const;

const PATH = /^json(?:\.[^\s.:"()]{1,60}){1,6}$/u;
const MOST = 20;
const LOOKED_AT = 100;

export interface FacetsChoice {
  /** In the order shown: pinned ones first. */
  shown: string[];
  isPinned(name: string): boolean;
  turnPin(name: string): void;
}

/** Which facets this browser shows first; fields that are not usual are shown while they are pinned. */
export function usePinnedFacets(): FacetsChoice {
  const [text, keep] = useStoredText("facets-pinned");
  return useMemo(() => {
    const pinned = readPinned(text);
    return {
      shown: [...pinned, ...USUAL_FACETS.filter((name) => !pinned.includes(name))],
      isPinned: (name) => pinned.includes(name),
      turnPin: (name) => {
        const next = pinned.includes(name)
          ? pinned.filter((other) => other !== name)
          : [...pinned, name];
        keep(next.slice(-MOST).join("\n"));
      },
    };
  }, [text, keep]);
}

export function readPinned(text: string | null): string[] {
  const known: string[] = [...USUAL_FACETS, ...FURTHER_FACETS];
  const names = (text ?? "").split("\n");
  return [...new Set(names)].filter((name) => known.includes(name) || isPathFacet(name));
}

export function isPathFacet(name: string): boolean {
  return PATH.test(name);
}

/** Where a facet's values are in an entry, as conditions name it. */
export function fieldOf(name: string): { field: string; path?: string[] } {
  const [field = "", ...path] = name.split(".");
  return path.length === 0 ? { field } : { field, path };
}

/** Ways to single values in the descriptions of these rows, most frequent first. */
export function pathsIn(rows: readonly EntryView[]): string[] {
  const counts = new Map<string, number>();
  for (const { description } of rows.slice(0, LOOKED_AT)) {
    const decoded = decodeDescription(description);
    if (decoded.kind !== "json") continue;
    for (const path of leavesOf(decoded.value, "json", 0)) {
      counts.set(path, (counts.get(path) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([left, few], [right, many]) => many - few || left.localeCompare(right))
    .map(([path]) => path)
    .filter(isPathFacet)
    .slice(0, MOST);
}

function leavesOf(value: unknown, path: string, depth: number): string[] {
  if (value === null || Array.isArray(value) || depth > 4) return [];
  if (typeof value !== "object") return depth === 0 ? [] : [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, `${path}.${key}`, depth + 1),
  );
}
