import type { Ctx, PortalCtx } from "../../ctx.ts";
import { NUMBERED_OF, runCompiled, withTx } from "../../db/index.ts";
import { fault } from "../../fault.ts";
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
 * Notes first addresses of entries that were stored without noting them, newest numbers first; each batch is committed
 * with how far it came. Not done when there is more to do.
 */
export async function fillSeen(
  ctx: Ctx,
  { signal, sliceMs }: FillInput,
): Promise<{ isDone: boolean; failures: unknown[] }> {
  const until = performance.now() + sliceMs;
  const heads = await runCompiled<{ portalId: bigint }>(ctx.db, {
    text: `SELECT portal_id AS "portalId" FROM archive_head
      WHERE unseen_seq > 0 OR noted_seq < last_seq ORDER BY portal_id`,
    values: [],
  });
  const failures: unknown[] = [];
  for (const { portalId } of heads) {
    const scoped = portalCtx(ctx, portalId);
    try {
      for (let isDone = false; !isDone;) {
        if (signal.aborted || performance.now() > until) return { isDone: false, failures };
        isDone = await withTx(ctx.db, async (tx) => fillBatch({ ...scoped, db: tx }));
        fault("archive-seen-filled");
      }
      log("info", "archive.seen_filled", { portalId });
    } catch (error) {
      log("error", "archive.seen_fill_failed", { portalId, error });
      failures.push(error);
    }
  }
  return { isDone: true, failures };
}

/** True when nothing of the portal is left. */
async function fillBatch(ctx: PortalCtx): Promise<boolean> {
  const { db, portalId } = ctx;
  // An append takes the head before the pairs, too.
  await lockHead(db, ctx);
  const head = await db.archiveHead.findUniqueOrThrow({ where: { portalId } });
  const { lastSeq, notedSeq } = head;
  // A process of an older version, which notes nothing, may have stored the last ones.
  const unseen = notedSeq < lastSeq ? lastSeq : head.unseenSeq;
  const above = unseen > ROWS ? unseen - BigInt(ROWS) : 0n;
  const found = `SELECT $1::bigint AS portal_id, user_id, address,
      (min(ARRAY[extract(epoch FROM at)::numeric * 1000, seq])) AS earliest, max(month) AS last_month
    FROM (SELECT e.user_id, ${SEEN_ADDRESS} AS address, e.at, e.seq,
        extract(year FROM e.at AT TIME ZONE 'UTC')::integer * 12
          + extract(month FROM e.at AT TIME ZONE 'UTC')::integer - 1 AS month
      FROM entry e WHERE e.portal_id = ${NUMBERED_OF} AND e.seq > $2::bigint AND e.seq <= $3::bigint
        AND e.user_id > 0) AS one
    WHERE length(address) <= ${MAX_SEEN_ADDRESS} GROUP BY user_id, address`;
  await runCompiled(db, {
    text: upsertSeen(`SELECT portal_id, user_id, address, last_month,
        to_timestamp(earliest[1] / 1000) AS first_at, earliest[2]::bigint AS first_seq
      FROM (${found}) AS grouped`),
    values: [portalId, above, unseen],
  });
  const data = { unseenSeq: above, notedSeq: lastSeq };
  await db.archiveHead.update({ where: { portalId }, data });
  return above === 0n;
}

/** Forgets where users came from once all entries of the portal are younger than the last one from there. */
export async function forgetSeen(
  ctx: Ctx,
  { signal }: { signal: AbortSignal },
): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const { portalId } of await ctx.db.archiveHead.findMany({ select: { portalId: true } })) {
    if (signal.aborted) break;
    const scoped = portalCtx(ctx, portalId);
    try {
      await withTx(ctx.db, async (tx) => forgetPairs({ ...scoped, db: tx }));
      fault("archive-seen-forgotten");
    } catch (error) {
      log("error", "archive.seen_forget_failed", { portalId, error });
      failures.push(error);
    }
  }
  return failures;
}

async function forgetPairs(ctx: PortalCtx): Promise<void> {
  const { db, portalId } = ctx;
  // An append of older entries must not come between the look and what follows from it.
  await lockHead(db, ctx);
  const [oldest] = await runCompiled<{ at: Date }>(db, {
    text: "SELECT at FROM entry WHERE portal_id = $1::bigint ORDER BY at, seq LIMIT 1",
    values: [portalId],
  });
  const gone = oldest === undefined ? {} : { lastMonth: { lt: monthOf(oldest.at) } };
  const { count } = await db.archiveSeen.deleteMany({ where: { portalId, ...gone } });
  if (count === 0) return;
  const data = { seenForgotten: { increment: 1 } };
  await db.archiveHead.update({ where: { portalId }, data });
}
