import { isRoot, type Db } from "../../db/index.ts";
import type { KeepRules } from "../keep/keep-class.ts";
import { KnownTexts } from "./known-texts.ts";
import { newKnownSeen, type KnownSeen } from "./seen-addresses.ts";
import { SeenUris } from "./seen-uris.ts";

/** What this process remembers of a portal, and how far the portal's archive was when that was true. */
export interface PortalMemory {
  /** Numbers of committed texts; they never change and are removed only together with the portal. */
  texts: KnownTexts;
  seenUris: SeenUris;
  /** Users with their addresses; until some are forgotten they only become known earlier or for longer. */
  seen: KnownSeen;
  lastTextId: number;
  range: IdRange | null;
  /** The rules of the last append; whether they still hold is seen while the head is locked. */
  rules: KeepRules | null;
}

/** The portal's own numbers that are stored of an epoch lie between these. */
export interface IdRange {
  epoch: number;
  /** Hash of the head they were true for. */
  head: string;
  low: string | null;
  high: string | null;
}

const MAX_TEXTS = 50_000;
const memories = new WeakMap<object, Map<bigint, PortalMemory>>();

/** Nothing is remembered inside of somebody else's transaction: whether it commits is not known here. */
export function recall(db: Db, portalId: bigint): PortalMemory | null {
  if (!isRoot(db)) return null;
  const portals = memories.get(db) ?? new Map<bigint, PortalMemory>();
  memories.set(db, portals);
  const memory = portals.get(portalId) ?? newMemory();
  portals.delete(portalId);
  portals.set(portalId, memory);
  forgetOldest(portals);
  return memory;
}

function newMemory(): PortalMemory {
  return {
    ...{ texts: new KnownTexts(), seenUris: new SeenUris(), seen: newKnownSeen() },
    ...{ lastTextId: 0, range: null, rules: null },
  };
}

function forgetOldest(portals: Map<bigint, PortalMemory>): void {
  let size = 0;
  for (const memory of portals.values()) size += sizeOf(memory);
  for (const [portalId, memory] of portals) {
    if (size <= MAX_TEXTS || portals.size === 1) return;
    size -= sizeOf(memory);
    portals.delete(portalId);
  }
}

function sizeOf({ texts, seenUris, seen }: PortalMemory): number {
  return texts.size + seenUris.size + seen.pairs.size + 1;
}

/** Called after the commit that made them. */
export function keepTexts(
  memory: PortalMemory,
  input: { texts: KnownTexts; lastTextId: number },
): void {
  if (memory.texts.size + input.texts.size > MAX_TEXTS) memory.texts.clear();
  memory.texts.add(input.texts);
  memory.lastTextId = input.lastTextId;
}
