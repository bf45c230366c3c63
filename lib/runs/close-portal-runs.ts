import { Prisma } from "../../prisma/generated/client.ts";
import type { PortalCtx } from "../ctx.ts";
import { withTx } from "../db/index.ts";
import { settleWhere } from "./settle.ts";

/** After the app is gone from a portal: cancels its open runs, gives up every answer and stills its lane. */
export async function closePortalRuns(ctx: PortalCtx, input: { cause: string }): Promise<void> {
  const { portalId } = ctx;
  await withTx(ctx.db, async (tx) => {
    await settleWhere(tx, Prisma.sql`portal_id = ${portalId}`, {
      outcome: "cancelled",
      message: "The app was removed from the portal.",
      by: input.cause,
    });
    // The next fence makes a worker that is at work on the lane write nothing more.
    await tx.$executeRaw`
      UPDATE portal_lane SET fence = fence + 1, due_at = NULL, lease_owner = NULL,
        lease_until = NULL, blocked_until = NULL, block_reason = NULL, failures = 0
      WHERE portal_id = ${portalId}`;
    await tx.$executeRaw`
      WITH mine AS (
        UPDATE run SET state = 'undeliverable', undeliverable_cause = ${input.cause},
          token_sealed = NULL
        WHERE portal_id = ${portalId} AND state = 'settled'
        RETURNING id, called_at, portal_id
      )
      INSERT INTO run_event (called_at, portal_id, run_id, kind, message)
      SELECT called_at, portal_id, id, 'undeliverable', ${input.cause} FROM mine`;
    await tx.$executeRaw`
      UPDATE outbox SET state = 'dead', error = ${input.cause}
      WHERE portal_id = ${portalId} AND state = 'pending'`;
  });
}
