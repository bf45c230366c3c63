import { isRoot, type Db } from "../../db/index.ts";

/** What this process remembers of a portal, and how far the portal's archive was when that was true. */
export interface PortalMemory {
  /** Numbers of committed texts; they never change and are removed only together with the portal. */
  texts: Map<string, number>;
  lastTextId: number;
  range: IdRange | null;
}

/** The portal's own numbers that are stored of an epoch lie between these. */
export interface IdRange {
  epoch: number;
  /** Hash of the head they were true for. */
  head: string;
  low: bigint | null;
  high: bigint | null;
}

const MAX_TEXTS = 50_000;
const memories = new WeakMap<object, Map<bigint, PortalMemory>>();

/** Nothing is remembered inside of somebody else's transaction: whether it commits is not known here. */
export function recall(db: Db, portalId: bigint): PortalMemory | null {
  if (!isRoot(db)) return null;
  const portals = memories.get(db) ?? new Map<bigint, PortalMemory>();
  memories.set(db, portals);
  const memory = portals.get(portalId) ?? { texts: new Map(), lastTextId: 0, range: null };
  portals.delete(portalId);
  portals.set(portalId, memory);
  forgetOldest(portals);
  return memory;
}

function forgetOldest(portals: Map<bigint, PortalMemory>): void {
  let size = 0;
  for (const memory of portals.values()) size += memory.texts.size + 1;
  for (const [portalId, memory] of portals) {
    if (size <= MAX_TEXTS || portals.size === 1) return;
    size -= memory.texts.size + 1;
    portals.delete(portalId);
  }
}

/** Called after the commit that made them. */
export function keepTexts(
  memory: PortalMemory,
  input: { texts: ReadonlyMap<string, number>; lastTextId: number },
): void {
  if (memory.texts.size + input.texts.size > MAX_TEXTS) memory.texts.clear();
  for (const [key, id] of input.texts) memory.texts.set(key, id);
  memory.lastTextId = input.lastTextId;
}
