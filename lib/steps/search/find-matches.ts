import { searchEntries, type EntryView } from "../../archive/index.ts";
import type { PortalCtx } from "../../ctx.ts";

/** What the archive is asked: times in ISO 8601, start inclusive, end exclusive. */
export interface Asked {
  q: string;
  from: string;
  to: string;
  zone: string;
}

export interface Matches {
  /** Newest first, at most as many as asked for. */
  newest: EntryView[];
  /** False when there are more. */
  isAll: boolean;
}

interface FindInput extends Asked {
  signal: AbortSignal;
}

/** The newest matches. A search that ran out of its time goes on where it stopped. */
export async function findNewest(
  ctx: PortalCtx,
  { limit, signal, ...asked }: FindInput & { limit: number },
): Promise<Matches> {
  const newest: EntryView[] = [];
  let cursor: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await searchEntries(ctx, { ...asked, limit: limit - newest.length, cursor });
    newest.push(...page.items);
    cursor = page.older ?? undefined;
  } while (cursor !== undefined && newest.length < limit);
  return { newest, isAll: cursor === undefined };
}

export async function findOldest(
  ctx: PortalCtx,
  { signal, ...asked }: FindInput,
): Promise<EntryView | null> {
  let cursor: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await searchEntries(ctx, { ...asked, order: "asc", limit: 1, cursor });
    const [oldest] = page.items;
    if (oldest !== undefined) return oldest;
    cursor = page.newer ?? undefined;
  } while (cursor !== undefined);
  return null;
}
