import { createHash } from "node:crypto";
import { Prisma } from "../../prisma/generated/client.ts";
import type { PortalCtx } from "../ctx.ts";
import type { Db } from "../db/index.ts";
import { count } from "../counts.ts";
import { fault } from "../fault.ts";
import { maskText } from "../b24/index.ts";
import { cleanJson, toLine } from "./clean-text.ts";
import { EVENT_COLUMNS, runEvents } from "./event-rows.ts";
import type { RunKey } from "./internal.ts";
import type { Outcome } from "./shared.ts";
import { wakeLanes } from "./wake.ts";

/** What the process reads in the step's output `status`. */
const STATUS: Record<Outcome, string> = {
  success: "ok",
  failure: "error",
  timeout: "timeout",
  cancelled: "cancelled",
};

export interface Verdict {
  outcome: Outcome;
  message: string;
  values?: Record<string, unknown>;
  /** Who decided: work, deadline, heartbeat, user:1, uninstall, queue. */
  by: string;
}

export interface SettleInput extends RunKey, Verdict {
  /** The attempt that decides; an older one is refused. */
  attempt?: number | undefined;
}

/** Gives a run its one outcome and queues the answer; false when it has one already. */
export async function settleRun(ctx: PortalCtx, input: SettleInput): Promise<boolean> {
  const attempt = input.attempt ?? null;
  const settled = await settleWhere(
    ctx.db,
    Prisma.sql`id = ${input.runId}::uuid AND called_at = ${input.calledAt}
      AND portal_id = ${ctx.portalId}
      AND (${attempt}::integer IS NULL OR attempt = ${attempt}::integer)`,
    input,
  );
  return settled > 0;
}

/**
 * Settles all open runs that match. The only statement that ends a run, whoever decides.
 */
export async function settleWhere(db: Db, target: Prisma.Sql, verdict: Verdict): Promise<number> {
  const message = toLine(verdict.message);
  const values = cleanJson(verdict.values ?? {}) as Record<string, unknown>;
  const answer = { ...values, status: STATUS[verdict.outcome], message };
  const hash = createHash("sha256")
    .update(JSON.stringify([verdict.outcome, message, values]))
    .digest("hex");
  const body = JSON.stringify({ message, values: answer });
  fault("before-settle");
  // - `state IN` makes the first caller win; for all others there is no row.
  // - A process that does not wait gets no answer: its run is delivered with its outcome.
  // - The completion takes the run's last number, under the same row lock as the lines.
  const rows = await db.$queryRaw<{ id: string }[]>`/* kept plan */
    WITH mine AS (
      UPDATE run SET outcome = ${verdict.outcome}, outcome_hash = decode(${hash}, 'hex'),
        outcome_message = ${message}, outcome_values = ${JSON.stringify(answer)}::jsonb,
        settled_by = ${verdict.by}, settled_at = clock_timestamp(),
        state = CASE WHEN is_waiting THEN 'settled' ELSE 'delivered' END,
        delivered_at = CASE WHEN is_waiting THEN NULL ELSE clock_timestamp() END,
        token_sealed = CASE WHEN is_waiting THEN token_sealed END, access_sealed = NULL,
        last_seq = last_seq + CASE WHEN is_waiting THEN 1 ELSE 0 END
      WHERE ${target} AND state IN ('received', 'running')
      RETURNING ${EVENT_COLUMNS}, last_seq, is_waiting
    ), completion AS (
      INSERT INTO outbox (called_at, portal_id, run_id, seq, kind, body)
      SELECT called_at, portal_id, id, last_seq, 'complete', ${body}::jsonb FROM mine WHERE is_waiting
    ), noted AS (
      INSERT INTO run_event (called_at, portal_id, run_id, kind, message)
      SELECT called_at, portal_id, id, 'settled', ${verdict.by} FROM mine
    ), ${recordedEnd(verdict)} ${wakeLanes(Prisma.sql`mine WHERE is_waiting`, { isUrgent: true })}
    SELECT id::text, (SELECT count(*)::int FROM told) AS told FROM mine`;
  fault("after-settle");
  if (rows.length > 0) count("runs_settled_total", { outcome: verdict.outcome }, rows.length);
  return rows.length;
}

const EVENT_STATUS = {
  failure: "STEP_FAILED",
  timeout: "STEP_TIMEOUT",
  cancelled: "STEP_CANCELLED",
} as const;

// A success says nothing that the call and its answer do not.
function recordedEnd({ outcome, message, by }: Verdict): Prisma.Sql {
  if (outcome === "success") return Prisma.empty;
  const events = runEvents({
    source: Prisma.sql`mine r`,
    kind: "settled",
    status: Prisma.sql`${EVENT_STATUS[outcome]}`,
    message: Prisma.sql`${maskText(toLine(message))}`,
    cause: Prisma.sql`${by}::text`,
  });
  return Prisma.sql`recorded AS (${events}),`;
}
