import { Prisma } from "../../prisma/generated/client.ts";
import type { PortalCtx } from "../ctx.ts";
import type { PendingRow, PendingRun } from "./compose.ts";
import { FOLD_SECONDS, NO_HOLDS, PATIENCE_SECONDS, type Holds } from "./holds.ts";
import { toLang } from "./language.ts";

interface HeadRow extends PendingRow {
  runId: string;
  calledAt: Date;
  isSettled: boolean;
  isPressed: boolean;
  isNear: boolean;
  tokenSealed: string | null;
  linesStopped: string | null;
  language: string | null;
}

const MAX_ROWS = 2_500;
const MIN_ROWS_PER_RUN = 50;

/** What the lane may send now: runs whose oldest pending row is due, with the rows that follow it. */
export async function listHeads(
  ctx: PortalCtx,
  input: { limit: number; holds?: Holds },
): Promise<PendingRun[]> {
  const { lines, lastLines, completions } = input.holds ?? NO_HOLDS;
  // - Only a run's oldest pending row decides: a row that waits for its retry holds back its run, nothing else.
  // - Settled runs first: a process waits for each of them.
  // - Runs that the portal's limits hold back stay out, so that they take no place of those that may go.
  // - Following rows ride along for folding; few runs may bring many rows, many runs few.
  const rows = await ctx.db.$queryRaw<HeadRow[]>`/* kept plan */
    WITH head AS MATERIALIZED (
      SELECT h.*, r.state = 'settled' AS is_settled, r.token_sealed, r.lines_stopped,
        r.state = 'settled' AND ${IS_PRESSED} AS is_pressed,
        r.state = 'settled' AND ${IS_NEAR} AS is_near
      FROM (
        SELECT DISTINCT ON (run_id) run_id, called_at, id, due_at, kind FROM outbox
        WHERE portal_id = ${ctx.portalId} AND state = 'pending' ORDER BY run_id, seq
      ) h JOIN run r ON r.id = h.run_id AND r.called_at = h.called_at
      WHERE h.due_at <= clock_timestamp() + interval '1 millisecond' AND CASE
        WHEN h.kind = 'complete' THEN ${completions === null}::boolean OR ${IS_NEAR}
        WHEN r.lines_stopped IS NOT NULL THEN true
        WHEN r.state <> 'settled' THEN ${lines === null}::boolean
        ELSE ${lastLines === null}::boolean OR ${IS_NEAR}
          OR (${completions === null}::boolean AND ${IS_PRESSED}) END
      ORDER BY r.state = 'settled' DESC, h.id LIMIT ${input.limit}
    )
    SELECT head.run_id::text AS "runId", head.called_at AS "calledAt", is_settled AS "isSettled",
      is_pressed AS "isPressed", is_near AS "isNear", token_sealed AS "tokenSealed", lines_stopped AS "linesStopped",
      (SELECT language FROM portal WHERE id = ${ctx.portalId}) AS language,
      o.id, o.seq, ${ROW_COLUMNS}
    FROM head CROSS JOIN LATERAL (
      SELECT * FROM outbox
      WHERE portal_id = ${ctx.portalId} AND run_id = head.run_id AND called_at = head.called_at
        AND state = 'pending'
      ORDER BY seq
      LIMIT (SELECT greatest(${MIN_ROWS_PER_RUN}::int, ${MAX_ROWS}::int / count(*)) FROM head)
    ) o ORDER BY is_settled DESC, head.id, o.seq`;
  return toRuns(rows);
}

/** A completion that is to carry held lines carries all of its run's: reads those that are not there yet. */
export async function readWhole(
  ctx: PortalCtx,
  { runs, holds }: { runs: PendingRun[]; holds: Holds },
): Promise<PendingRun[]> {
  if (holds.lastLines === null && !holds.isRisky) return runs;
  return Promise.all(
    runs.map(async (run) => {
      const mayFold = holds.completions === null ? run.isPressed : run.isNear;
      if (!mayFold || run.rows.some(({ kind }) => kind === "complete")) return run;
      const rows = await ctx.db.$queryRaw<PendingRow[]>`
        SELECT o.id, o.seq, ${ROW_COLUMNS} FROM outbox o
        WHERE o.portal_id = ${ctx.portalId} AND o.run_id = ${run.runId}::uuid
          AND o.called_at = ${run.calledAt} AND o.state = 'pending' ORDER BY o.seq`;
      return { ...run, rows };
    }),
  );
}

// A stored "due" is rounded: the lane that is claimed for this moment must see it reached.
const IS_NEAR = Prisma.sql`r.deadline_at <= clock_timestamp()
  + make_interval(secs => ${FOLD_SECONDS}::float8) + interval '1 millisecond'`;

const IS_PRESSED = Prisma.sql`(${IS_NEAR} OR r.settled_at <= clock_timestamp()
  - make_interval(secs => ${PATIENCE_SECONDS}::float8) + interval '1 millisecond')`;

const ROW_COLUMNS = Prisma.sql`o.kind, o.body->>'message' AS message, o.body->'values' AS values,
  o.attempts > 0 AS "isRepeat", o.refusals, coalesce((o.body->>'omitted')::int, 0) AS omitted`;

function toRuns(rows: HeadRow[]): PendingRun[] {
  const runs = new Map<string, PendingRun>();
  for (const row of rows) {
    const { runId, calledAt, isSettled, isPressed, isNear, tokenSealed, linesStopped } = row;
    const known = { runId, calledAt, isSettled, isPressed, isNear, tokenSealed, linesStopped };
    const run = runs.get(runId) ?? { ...known, lang: toLang(row.language), rows: [] };
    run.rows.push(toRow(row));
    runs.set(runId, run);
  }
  return [...runs.values()];
}

function toRow(row: HeadRow): PendingRow {
  const { id, seq, kind, message, values, isRepeat, refusals, omitted } = row;
  return { id, seq, kind, message, values, isRepeat, refusals, omitted };
}
