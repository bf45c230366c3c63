import { Prisma } from "../../prisma/generated/client.ts";
import type { Ctx } from "../ctx.ts";
import { EVENT_COLUMNS, undeliverableEvents } from "./event-rows.ts";

const HOURS = 72;

/** Completions that could not be delivered for three days are given up, whatever held them back. */
export async function giveUpLate(ctx: Ctx): Promise<number> {
  return ctx.db.$executeRaw`
    WITH mine AS (
      UPDATE run SET state = 'undeliverable', undeliverable_cause = 'expired', token_sealed = NULL
      WHERE state = 'settled' AND settled_at < now() - make_interval(hours => ${HOURS})
      RETURNING ${EVENT_COLUMNS}
    ), recorded AS (
      ${undeliverableEvents(Prisma.sql`mine r`, Prisma.sql`'expired'`)}
    ), noted AS (
      INSERT INTO run_event (called_at, portal_id, run_id, kind, message)
      SELECT called_at, portal_id, id, 'undeliverable', 'expired' FROM mine
    )
    UPDATE outbox o SET state = 'dead', error = 'expired'
    FROM mine WHERE o.run_id = mine.id AND o.called_at = mine.called_at AND o.state = 'pending'`;
}
