import type { PortalCtx } from "../../ctx.ts";
import { log } from "../../log.ts";
import { countGroups } from "./count-groups.ts";
import { findKinds } from "./find-kinds.ts";
import { findMisplaced } from "./misplaced.ts";
import { moveMisplaced } from "./move-misplaced.ts";
import { readRules, type StoredRules } from "./read-rules.ts";

interface ResortInput {
  signal: AbortSignal;
  sliceMs: number;
}

/**
 * After a change of rules moves entries to the class they belong to now, in batches that each leave rows and counts
 * in agreement. Where entries lie is counted anew each time, so it goes on wherever it was stopped. False when there
 * is more to do.
 */
export async function resortPortal(ctx: PortalCtx, input: ResortInput): Promise<boolean> {
  const until = performance.now() + input.sliceMs;
  const stored = await readRules(ctx);
  if (stored.resortSince === null) return true;
  let moved = 0;
  for (;;) {
    const [kinds, groups] = [await findKinds(ctx), await countGroups(ctx)];
    const misplaced = findMisplaced({ groups, kinds, rules: stored.rules });
    if (misplaced.length === 0) break;
    const before = moved;
    for (const group of misplaced) {
      moved += await moveMisplaced(ctx, { group, until, signal: input.signal });
      if (performance.now() > until || input.signal.aborted) return false;
    }
    if (moved > before) continue;
    // Counts of entries that are not there: no further round would find them either.
    log("warn", "archive.counts_without_entries", { portalId: ctx.portalId, misplaced });
    break;
  }
  log("info", "archive.resorted", { portalId: ctx.portalId, entries: moved });
  return finish(ctx, stored);
}

// Not when the rules were changed once more meanwhile.
async function finish(ctx: PortalCtx, { resortSince }: StoredRules): Promise<boolean> {
  const { count } = await ctx.db.archiveSetting.updateMany({
    where: { portalId: ctx.portalId, resortSince },
    data: { resortSince: null },
  });
  return count > 0;
}
