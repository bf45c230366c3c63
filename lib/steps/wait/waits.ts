import type { PortalCtx } from "../../ctx.ts";
import type { Lang } from "../step.ts";

/** A run that waits for an entry. */
export interface Wait {
  runId: string;
  calledAt: Date;
  query: string;
  fromAt: Date;
  zone: string;
  lang: Lang;
}

/** Waits of the portal whose run nobody has settled yet. */
export async function openWaits(ctx: PortalCtx): Promise<Wait[]> {
  return ctx.db.$queryRaw<Wait[]>`
    SELECT w.run_id::text AS "runId", w.called_at AS "calledAt", w.query, w.from_at AS "fromAt",
      w.zone, w.lang
    FROM step_wait w JOIN run r ON r.id = w.run_id AND r.called_at = w.called_at
    WHERE w.portal_id = ${ctx.portalId} AND r.state IN ('received', 'running')`;
}

export async function dropWait(ctx: PortalCtx, { runId }: { runId: string }): Promise<void> {
  await ctx.db.stepWait.deleteMany({ where: { portalId: ctx.portalId, runId } });
}
