import type { Ctx } from "../../ctx.ts";
import { portalCtx } from "../../portals/index.ts";
import { defineJob, enqueue, enqueueAll, type AnyJob } from "../../queue/index.ts";
import { copyPortal } from "./copy-portal.ts";

// The last request of a slice may take as long again.
const SLICE_MS = 12_000;
const TICK_MS = 5_000;
const MOST_DUE = 500;
const PLACES = 4;
// A portal that answers slowly, or has much to be loaded, does not hold up the others.
const SLOW = { afterMs: 3_000, places: 12, most: 12 };

/** One slice of copying a portal's log; what is left goes on in the next job, behind those of other portals. */
export function copyJob(): AnyJob {
  return defineJob({
    topic: "archive.copy",
    concurrency: PLACES,
    slow: SLOW,
    handler: async (base, { portalId }, { signal }) => {
      const ctx = portalCtx(base, BigInt(portalId));
      const { isMore, nextMs } = await copyPortal(ctx, { signal, sliceMs: SLICE_MS });
      const group = portalId;
      if (isMore) await enqueue(base.db, "archive.copy", { portalId }, { group });
      // The tick is too rare for a busy log.
      else if (nextMs !== null && nextMs < TICK_MS) {
        const startAfterSeconds = Math.ceil(nextMs / 1_000);
        await enqueue(base.db, "archive.copy", { portalId }, { group, startAfterSeconds });
      }
    },
  });
}

/** Has the logs read whose time has come, those that wait longest first. */
export function copyTickJob(): AnyJob {
  return defineJob({
    topic: "archive.tick",
    concurrency: 1,
    handler: async (ctx) => {
      const portalIds = await listDue(ctx);
      const jobs = portalIds.map((id) => ({ portalId: id.toString() }));
      await enqueueAll(ctx.db, "archive.copy", jobs, ({ portalId }) => portalId);
    },
  });
}

// A portal is read once its installation was checked, whatever the checks gave.
async function listDue(ctx: Ctx): Promise<bigint[]> {
  const rows = await ctx.db.$queryRaw<{ id: bigint }[]>`
    SELECT p.id FROM portal p LEFT JOIN archive_copy c ON c.portal_id = p.id
    WHERE p.state = 'active' AND p.setup->>'checkedAt' IS NOT NULL
      AND (c.portal_id IS NULL OR c.due_at <= clock_timestamp()
        AND (c.lease_until IS NULL OR c.lease_until <= clock_timestamp()))
    ORDER BY c.due_at NULLS FIRST LIMIT ${MOST_DUE}`;
  return rows.map(({ id }) => id);
}
