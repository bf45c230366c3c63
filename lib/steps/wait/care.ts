import type { Ctx } from "../../ctx.ts";
import { enqueueAll } from "../../queue/index.ts";

/** Forgets waits whose run was settled by others, and has entries looked at whose job was lost. */
export async function dropSettledWaits(ctx: Ctx): Promise<void> {
  await ctx.db.$executeRaw`
    DELETE FROM step_wait w WHERE NOT EXISTS (
      SELECT FROM run r WHERE r.id = w.run_id AND r.called_at = w.called_at
        AND r.state IN ('received', 'running'))`;
  const behind = await ctx.db.$queryRaw<{ portalId: string }[]>`
    SELECT w.portal_id::text AS "portalId" FROM archive_watch w
    JOIN archive_head h ON h.portal_id = w.portal_id
    WHERE w.seen_seq < h.last_seq
      OR NOT EXISTS (SELECT FROM step_wait s WHERE s.portal_id = w.portal_id)`;
  await enqueueAll(ctx.db, "entries.appended", behind);
}
