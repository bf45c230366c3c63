import { z } from "zod";
import type { Ctx, PortalCtx } from "../../ctx.ts";
import { isAppError } from "../../errors.ts";
import { log } from "../../log.ts";
import { batchPortal } from "../../portals/index.ts";
import { defineJob, enqueue, type AnyJob } from "../../queue/index.ts";
import { cancelGone } from "./care.ts";

// A process that was called just now may not be in the portal's list yet.
const YOUNG_SECONDS = 60;
// Two looks that say the same: one list may be incomplete.
const ABSENT_SECONDS = 60;
const AT_ONCE = 50;
const EACH_ROUND = 200;
const EVERY_SECONDS = 60;
const METHOD = "bizproc.workflow.instances";
const Instances = z.array(z.object({ ID: z.string() }));

/** Once a minute: has portals asked whether the processes that wait for outside jobs are still there. */
export async function watchPortals(ctx: Ctx): Promise<void> {
  const portals = await ctx.db.$queryRaw<{ portalId: string }[]>`
    SELECT DISTINCT j.portal_id::text AS "portalId" FROM step_job j
    JOIN portal p ON p.id = j.portal_id AND p.state = 'active'
    WHERE j.closed_at IS NULL`;
  for (const portal of portals) {
    await enqueue(ctx.db, "job.watch", portal, { everySeconds: EVERY_SECONDS });
  }
}

export function watchJob(): AnyJob {
  return defineJob({
    topic: "job.watch",
    concurrency: 4,
    handler: async (ctx, { portalId }, { signal }) =>
      cancelStopped({ ...ctx, portalId: BigInt(portalId) }, { signal }),
  });
}

interface Waiting {
  runId: string;
  calledAt: Date;
  workflowId: string;
  lang: string;
  wasListed: boolean;
  /** It was missing a while ago already. */
  wasMissed: boolean;
}

/** Cancels the runs whose process somebody stopped: the portal tells nobody when that happens. */
export async function cancelStopped(
  ctx: PortalCtx,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const waiting = await ctx.db.$queryRaw<Waiting[]>`
    SELECT r.id::text AS "runId", r.called_at AS "calledAt", r.workflow_id AS "workflowId",
      j.lang,
      j.listed_at IS NOT NULL AS "wasListed",
      j.missed_at <= now() - make_interval(secs => ${ABSENT_SECONDS}::integer) IS TRUE AS "wasMissed"
    FROM step_job j JOIN run r ON r.id = j.run_id AND r.called_at = j.called_at
    WHERE j.portal_id = ${ctx.portalId} AND j.closed_at IS NULL
      AND r.state IN ('received', 'running') AND r.is_waiting AND r.workflow_id <> ''
      AND r.received_at < now() - make_interval(secs => ${YOUNG_SECONDS}::integer)
    ORDER BY j.checked_at NULLS FIRST, r.id LIMIT ${EACH_ROUND}::integer`;
  for (let at = 0; at < waiting.length; at += AT_ONCE) {
    signal.throwIfAborted();
    const part = waiting.slice(at, at + AT_ONCE);
    const isListed = await listedOf(ctx, [...new Set(part.map(({ workflowId }) => workflowId))]);
    const missing = part.filter((run) => isListed.get(run.workflowId) === false);
    await noteLook(ctx, {
      looked: part,
      listed: part.filter((run) => isListed.get(run.workflowId) === true),
      missing,
    });
    // A portal that never listed the process says nothing by not listing it.
    for (const run of missing) {
      if (run.wasListed && run.wasMissed) await cancelGone(ctx, run);
    }
  }
}

interface Look {
  looked: Waiting[];
  listed: Waiting[];
  missing: Waiting[];
}

async function noteLook({ db, portalId }: PortalCtx, look: Look): Promise<void> {
  const ids = (runs: Waiting[]) => runs.map(({ runId }) => runId);
  await db.$executeRaw`
    UPDATE step_job SET checked_at = now(),
      listed_at = CASE WHEN run_id = ANY (${ids(look.listed)}::uuid[])
        THEN coalesce(listed_at, now()) ELSE listed_at END,
      missed_at = CASE WHEN run_id = ANY (${ids(look.listed)}::uuid[]) THEN NULL
        WHEN listed_at IS NOT NULL AND run_id = ANY (${ids(look.missing)}::uuid[])
        THEN coalesce(missed_at, now()) ELSE missed_at END
    WHERE portal_id = ${portalId} AND run_id = ANY (${ids(look.looked)}::uuid[])`;
}

// One id a question: that is what every version of the portal understands. What is missing in the answer the portal
// did not say: plans without workflows have automation rules only and refuse.
async function listedOf(ctx: PortalCtx, ids: string[]): Promise<Map<string, boolean>> {
  const commands = ids.map((id, place) => ({
    id: `w${place}`,
    method: METHOD,
    params: { SELECT: ["ID"], FILTER: { ID: id } },
  }));
  const said = new Map<string, boolean>();
  try {
    const items = await batchPortal(ctx, { commands, halt: false, priority: "background" });
    for (const [place, id] of ids.entries()) {
      const item = items.get(`w${place}`);
      const list = item?.ok === true ? Instances.safeParse(item.result) : null;
      if (list?.success === true) said.set(id, list.data.length > 0);
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    log("warn", "job.watch_failed", { portalId: ctx.portalId, error });
  }
  return said;
}
