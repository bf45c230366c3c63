import type { PortalPagesApi } from "../contract.ts";

export type PropertyValues = Record<string, string | string[]>;

/** What the real portal keeps for its own pages and the core does not need to know. */
export interface PageMemory {
  /** Users who already opened this version: their frames get FIRST_RUN false. */
  firstRuns: Set<string>;
  /** Values the designer saved, by step code. */
  savedValues: Map<string, PropertyValues>;
}

const memories = new WeakMap<PortalPagesApi, PageMemory>();

export function memoryOf(portal: PortalPagesApi): PageMemory {
  const known = memories.get(portal);
  if (known) return known;
  const fresh: PageMemory = { firstRuns: new Set(), savedValues: new Map() };
  memories.set(portal, fresh);
  return fresh;
}

export function firstRunKey(portal: PortalPagesApi, userId: number): string {
  const app = portal.app();
  return `${app.id}:${app.version}:${userId}`;
}
