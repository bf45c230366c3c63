import { Prisma } from "../../prisma/generated/client.ts";
import type { PortalCtx } from "../ctx.ts";
import { withTx, type Db } from "../db/index.ts";
import { fault } from "../fault.ts";
import { EVENT_COLUMNS, undeliverableEvents } from "./event-rows.ts";
import { languageOf, type Lang } from "./language.ts";
import { SENTENCES } from "./sentences.ts";
import { settleWhere } from "./settle.ts";
import { unblockLane } from "./wake.ts";

/** After the app is gone from a portal: cancels its open runs, gives up every answer and stills its lane. */
export async function closePortalRuns(ctx: PortalCtx, input: { cause: string }): Promise<void> {
  const lang = await languageOf(ctx);
  await withTx(ctx.db, async (tx) => closeRuns(tx, { ...input, ...ctx, lang, until: null }));
}

/**
 * Closes the runs of an installation whose removal is proven; those of an installation that came after it live on.
 * Until this is done, the portal keeps the moment of the removal and its lane is not served.
 */
export async function closeRemovedRuns(ctx: PortalCtx): Promise<void> {
  const { portalId } = ctx;
  const lang = await languageOf(ctx);
  fault("before-close-runs");
  await withTx(ctx.db, async (tx) => {
    // The lock: a new installation comes wholly before or wholly after this.
    const [portal] = await tx.$queryRaw<{ isGone: boolean; removedAt: Date | null }[]>`
      SELECT state = 'removed' AS "isGone", removed_at AS "removedAt" FROM portal
      WHERE id = ${portalId} FOR NO KEY UPDATE`;
    if (portal === undefined) return;
    if (!portal.isGone && portal.removedAt === null) return;
    const until = portal.isGone ? null : portal.removedAt;
    await closeRuns(tx, { portalId, cause: "uninstalled", lang, until });
    fault("before-close-commit");
    if (portal.isGone) return;
    await tx.portal.update({ where: { id: portalId }, data: { removedAt: null } });
    await unblockLane({ ...ctx, db: tx });
  });
  fault("after-close-runs");
}

interface CloseRunsInput {
  portalId: bigint;
  cause: string;
  lang: Lang;
  /** Only runs received until then; null for all. */
  until: Date | null;
}

async function closeRuns(tx: Db, { portalId, cause, lang, until }: CloseRunsInput): Promise<void> {
  const mine = Prisma.sql`portal_id = ${portalId}
    AND (${until}::timestamptz IS NULL OR received_at <= ${until}::timestamptz)`;
  await settleWhere(tx, mine, {
    outcome: "cancelled",
    message: SENTENCES.removed[lang],
    by: cause,
  });
  // The next fence makes a worker that is at work on the lane write nothing more.
  await tx.$executeRaw`
    UPDATE portal_lane SET fence = fence + 1, due_at = NULL, lease_owner = NULL,
      lease_until = NULL, blocked_until = NULL, block_reason = NULL, failures = 0
    WHERE portal_id = ${portalId}`;
  await tx.$executeRaw`
    WITH mine AS (
      UPDATE run SET state = 'undeliverable', undeliverable_cause = ${cause}, token_sealed = NULL
      WHERE ${mine} AND state = 'settled'
      RETURNING ${EVENT_COLUMNS}
    ), recorded AS (
      ${undeliverableEvents(Prisma.sql`mine r`, Prisma.sql`${cause}::text`)}
    )
    INSERT INTO run_event (called_at, portal_id, run_id, kind, message)
    SELECT called_at, portal_id, id, 'undeliverable', ${cause} FROM mine`;
  await tx.$executeRaw`
    UPDATE outbox o SET state = 'dead', error = ${cause}
    WHERE portal_id = ${portalId} AND state = 'pending'
      AND (${until}::timestamptz IS NULL OR EXISTS (SELECT FROM run r
        WHERE r.id = o.run_id AND r.called_at = o.called_at AND r.received_at <= ${until}::timestamptz))`;
}
