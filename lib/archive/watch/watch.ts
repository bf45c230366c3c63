import type { PortalCtx } from "../../ctx.ts";
import { runCompiled, type Db } from "../../db/index.ts";
import { enqueue } from "../../queue/index.ts";
import { lockHead } from "../store/head.ts";

/**
 * Has `entries.appended` enqueued with whatever is stored from now on; `ctx.db` is the caller's transaction. Appends
 * wait for it, so that nothing is stored between what the caller sees afterwards and what he is told of.
 */
export async function watchEntries(ctx: PortalCtx): Promise<void> {
  const { lastSeq } = await lockHead(ctx.db, ctx);
  await runCompiled(ctx.db, {
    text: `INSERT INTO archive_watch (portal_id, seen_seq) VALUES ($1::bigint, $2::bigint)
      ON CONFLICT DO NOTHING`,
    values: [ctx.portalId, lastSeq],
  });
}

/** Ends the watch when `isUnused` still says so while no append can be under way; `ctx.db` is a transaction. */
export async function unwatchEntries(
  ctx: PortalCtx,
  { isUnused }: { isUnused: () => Promise<boolean> },
): Promise<void> {
  await lockHead(ctx.db, ctx);
  if (await isUnused()) await ctx.db.archiveWatch.deleteMany({ where: { portalId: ctx.portalId } });
}

/** Part of an append of entries to a portal that is watched. */
export async function enqueueWatched(tx: Db, portalId: bigint): Promise<void> {
  await enqueue(tx, "entries.appended", { portalId: String(portalId) });
}
