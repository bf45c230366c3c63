import type { PortalCtx } from "../../ctx.ts";
import type { Lang } from "../step.ts";

/** Runs of one portal that may wait at the same time: each new entry is compared with all of them. */
export const MAX_WAITS = 2_000;

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
    WHERE w.portal_id = ${ctx.portalId} AND r.state IN ('received', 'running')
    ORDER BY w.from_at, w.run_id`;
}

/** From which moment on entries are waited for; null when none are. */
export async function earliestWait(ctx: PortalCtx): Promise<Date | null> {
  const { _min: least } = await ctx.db.stepWait.aggregate({
    where: { portalId: ctx.portalId },
    _min: { fromAt: true },
  });
  return least.fromAt;
}

export async function countWaits(ctx: PortalCtx): Promise<number> {
  return ctx.db.stepWait.count({ where: { portalId: ctx.portalId } });
}

export async function dropWait(ctx: PortalCtx, { runId }: { runId: string }): Promise<void> {
  await ctx.db.stepWait.deleteMany({ where: { portalId: ctx.portalId, runId } });
}
