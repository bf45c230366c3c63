import type { PortalCtx } from "../ctx.ts";
import type { PendingRun } from "./compose.ts";

interface HeadRow {
  runId: string;
  calledAt: Date;
  isSettled: boolean;
  tokenSealed: string | null;
  linesStopped: string | null;
  id: bigint;
  seq: number;
  kind: "log" | "complete";
  message: string;
  values: Record<string, unknown> | null;
  isRepeat: boolean;
  refusals: number;
  omitted: number;
}

const MAX_ROWS = 2_500;
const MIN_ROWS_PER_RUN = 50;

/** What the lane may send now: runs whose oldest pending row is due, with the rows that follow it. */
export async function listHeads(ctx: PortalCtx, input: { limit: number }): Promise<PendingRun[]> {
  // - Only a run's oldest pending row decides: a row that waits for its retry holds back its run, nothing else.
  // - Settled runs first: a process waits for each of them.
  // - Following rows ride along for folding; few runs may bring many rows, many runs few.
  const rows = await ctx.db.$queryRaw<HeadRow[]>`/* kept plan */
    WITH head AS MATERIALIZED (
      SELECT h.*, r.state = 'settled' AS is_settled, r.token_sealed, r.lines_stopped
      FROM (
        SELECT DISTINCT ON (run_id) run_id, called_at, id, due_at FROM outbox
        WHERE portal_id = ${ctx.portalId} AND state = 'pending' ORDER BY run_id, seq
      ) h JOIN run r ON r.id = h.run_id AND r.called_at = h.called_at
      WHERE h.due_at <= clock_timestamp() + interval '1 millisecond'
      ORDER BY r.state = 'settled' DESC, h.id LIMIT ${input.limit}
    )
    SELECT head.run_id::text AS "runId", head.called_at AS "calledAt", is_settled AS "isSettled",
      token_sealed AS "tokenSealed", lines_stopped AS "linesStopped", o.id, o.seq, o.kind,
      o.body->>'message' AS message, o.body->'values' AS values, o.attempts > 0 AS "isRepeat",
      o.refusals, coalesce((o.body->>'omitted')::int, 0) AS omitted
    FROM head CROSS JOIN LATERAL (
      SELECT * FROM outbox
      WHERE portal_id = ${ctx.portalId} AND run_id = head.run_id AND called_at = head.called_at
        AND state = 'pending'
      ORDER BY seq
      LIMIT (SELECT greatest(${MIN_ROWS_PER_RUN}::int, ${MAX_ROWS}::int / count(*)) FROM head)
    ) o ORDER BY is_settled DESC, head.id, o.seq`;
  return toRuns(rows);
}

function toRuns(rows: HeadRow[]): PendingRun[] {
  const runs = new Map<string, PendingRun>();
  for (const { runId, calledAt, isSettled, tokenSealed, linesStopped, ...row } of rows) {
    const run = runs.get(runId) ?? {
      runId,
      calledAt,
      isSettled,
      tokenSealed,
      linesStopped,
      rows: [],
    };
    run.rows.push(row);
    runs.set(runId, run);
  }
  return [...runs.values()];
}
