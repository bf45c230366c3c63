import type { Ctx, PortalCtx } from "../../ctx.ts";
import { runCompiled, withTx } from "../../db/index.ts";
import { log } from "../../log.ts";
import { portalCtx } from "../../portals/index.ts";
import { lockHead } from "../store/head.ts";
import { MAX_SEEN_ADDRESS, SEEN_ADDRESS, upsertSeen } from "../store/seen-addresses.ts";
import { monthOf } from "./months.ts";

const ROWS = 5_000;

interface FillInput {
  signal: AbortSignal;
  sliceMs: number;
}

/**
 * Notes first addresses of entries that were stored before they were noted, newest numbers first; each batch is
 * committed with how far it came. False when there is more to do.
 */
export async function fillSeen(ctx: Ctx, { signal, sliceMs }: FillInput): Promise<boolean> {
  const until = performance.now() + sliceMs;
  const heads = await ctx.db.archiveHead.findMany({
    where: { unseenSeq: { gt: 0 } },
    orderBy: { portalId: "asc" },
    select: { portalId: true },
  });
  for (const { portalId } of heads) {
    const scoped = portalCtx(ctx, portalId);
    for (let isDone = false; !isDone;) {
      if (signal.aborted || performance.now() > until) return false;
      isDone = await withTx(ctx.db, async (tx) => fillBatch({ ...scoped, db: tx }));
    }
    log("info", "archive.seen_filled", { portalId });
  }
  return true;
}

/** True when nothing of the portal is left. */
async function fillBatch(ctx: PortalCtx): Promise<boolean> {
  const { db, portalId } = ctx;
  // An append takes the head before the pairs, too.
  await lockHead(db, ctx);
  const head = await db.archiveHead.findUniqueOrThrow({ where: { portalId } });
  const above = head.unseenSeq > ROWS ? head.unseenSeq - BigInt(ROWS) : 0n;
  const found = `SELECT $1::bigint AS portal_id, user_id, address,
      (min(ARRAY[extract(epoch FROM at)::numeric * 1000, seq])) AS earliest, max(month) AS last_month
    FROM (SELECT e.user_id, ${SEEN_ADDRESS} AS address, e.at, e.seq,
        extract(year FROM e.at AT TIME ZONE 'UTC')::integer * 12
          + extract(month FROM e.at AT TIME ZONE 'UTC')::integer - 1 AS month
      FROM entry e WHERE e.portal_id = $1::bigint AND e.seq > $2::bigint AND e.seq <= $3::bigint
        AND e.user_id > 0) AS one
    WHERE length(address) <= ${MAX_SEEN_ADDRESS} GROUP BY user_id, address`;
  await runCompiled(db, {
    text: upsertSeen(`SELECT portal_id, user_id, address, last_month,
        to_timestamp(earliest[1] / 1000) AS first_at, earliest[2]::bigint AS first_seq
      FROM (${found}) AS grouped`),
    values: [portalId, above, head.unseenSeq],
  });
  await db.archiveHead.update({ where: { portalId }, data: { unseenSeq: above } });
  return above === 0n;
}

/** Forgets where users came from once all entries of the portal are younger than the last one from there. */
export async function forgetSeen(ctx: Ctx): Promise<number> {
  let forgotten = 0;
  for (const { portalId } of await ctx.db.archiveHead.findMany({ select: { portalId: true } })) {
    const [oldest] = await runCompiled<{ at: Date }>(ctx.db, {
      text: "SELECT at FROM entry WHERE portal_id = $1::bigint ORDER BY at, seq LIMIT 1",
      values: [portalId],
    });
    const kept = oldest === undefined ? {} : { lastMonth: { lt: monthOf(oldest.at) } };
    const { count } = await ctx.db.archiveSeen.deleteMany({ where: { portalId, ...kept } });
    forgotten += count;
  }
  return forgotten;
}
