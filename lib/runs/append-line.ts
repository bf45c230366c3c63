import { Prisma } from "../../prisma/generated/client.ts";
import type { PortalCtx } from "../ctx.ts";
import { toLine } from "./clean-text.ts";
import type { RunKey } from "./internal.ts";
import { wakeLanes } from "./wake.ts";

export interface AppendLineInput extends RunKey {
  message: string;
  percent?: number | undefined;
  /** The attempt that writes; an older one is refused. */
  attempt?: number | undefined;
}

/** Adds a progress line; null when the run is settled, or belongs to another attempt or portal. */
export async function appendLine(
  ctx: PortalCtx,
  input: AppendLineInput,
): Promise<{ seq: number } | null> {
  const percent = input.percent === undefined ? null : Math.round(input.percent);
  const attempt = input.attempt ?? null;
  const body = JSON.stringify({ message: toLine(input.message), percent });
  // - The number is taken under the run's row lock: lines of one run have one order.
  // - A settled run matches nothing, so no line can follow its completion.
  // - A line is also a sign of life.
  // - Where the process does not wait or the portal takes no more lines, the line is kept for our own view.
  const rows = await ctx.db.$queryRaw<{ seq: number }[]>`/* kept plan */
    WITH mine AS (
      UPDATE run SET last_seq = last_seq + 1, percent = coalesce(${percent}::integer, percent),
        heartbeat_at = clock_timestamp(), state = 'running',
        started_at = coalesce(started_at, clock_timestamp())
      WHERE id = ${input.runId}::uuid AND called_at = ${input.calledAt} AND portal_id = ${ctx.portalId}
        AND state IN ('received', 'running')
        AND (${attempt}::integer IS NULL OR attempt = ${attempt}::integer)
      RETURNING id, called_at, portal_id, last_seq, is_waiting AND lines_stopped IS NULL AS is_sent
    ), line AS (
      INSERT INTO outbox (called_at, portal_id, run_id, seq, kind, body, state)
      SELECT called_at, portal_id, id, last_seq, 'log', ${body}::jsonb,
        CASE WHEN is_sent THEN 'pending' ELSE 'kept' END FROM mine
    ), ${wakeLanes(SENT, { isUrgent: false })}
    SELECT last_seq AS seq, (SELECT count(*)::int FROM told) AS told FROM mine`;
  const [row] = rows;
  return row === undefined ? null : { seq: row.seq };
}

const SENT = Prisma.sql`mine WHERE is_sent`;
