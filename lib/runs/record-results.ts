import { Prisma } from "../../prisma/generated/client.ts";
import type { Db } from "../db/index.ts";
import { EVENT_COLUMNS, runEvents, undeliverableEvents } from "./event-rows.ts";
import type { LaneClaim } from "./claim-lane.ts";
import type { Judgement } from "./judge.ts";

/** Writes what became of a batch, unless another worker has the lane by now: then nothing. */
export async function recordResults(
  db: Db,
  input: { claim: LaneClaim; judgement: Pick<Judgement, "rows" | "runs"> },
): Promise<void> {
  const { claim } = input;
  const { rows, runs } = toRecords(input.judgement);
  if (rows.length + runs.length === 0) return;
  // - Every part reads the fence: a worker that was overtaken changes nothing.
  // - Only a settled run is finished here, so an earlier verdict stands; its token has no use any more.
  // - Rows left over of an unanswerable run, and lines of one that takes no more, are dead with it.
  // - `state = 'pending'`: a row that somebody closed meanwhile (an uninstall) stays closed.
  await db.$executeRaw`/* kept plan */
    WITH lane AS (
      SELECT 1 FROM portal_lane WHERE portal_id = ${claim.portalId} AND fence = ${claim.fence}
    ), verdict AS MATERIALIZED (
      SELECT v.* FROM json_to_recordset(${JSON.stringify(runs)}::json) AS v
        (id uuid, "calledAt" timestamptz(3), state text, cause text)
      WHERE EXISTS (SELECT FROM lane)
    ), finished AS (
      UPDATE run SET state = v.state, token_sealed = NULL, undeliverable_cause = v.cause,
        delivered_at = CASE WHEN v.state = 'delivered' THEN clock_timestamp() END
      FROM verdict v WHERE run.id = v.id AND run.called_at = v."calledAt"
        AND run.state = 'settled' AND v.state <> 'lines-stopped'
      RETURNING ${EVENT_COLUMNS}, run.state, run.undeliverable_cause AS cause
    ), stopped AS (
      UPDATE run SET lines_stopped = v.cause
      FROM verdict v WHERE run.id = v.id AND run.called_at = v."calledAt"
        AND v.state = 'lines-stopped' AND run.lines_stopped IS NULL
        AND NOT EXISTS (SELECT FROM verdict o WHERE o.id = v.id AND o.state <> 'lines-stopped')
      RETURNING ${EVENT_COLUMNS}, 'lines-stopped' AS state, lines_stopped AS cause
    ), noted AS (
      INSERT INTO run_event (called_at, portal_id, run_id, kind, message)
      SELECT called_at, portal_id, id, state, cause FROM finished
      UNION ALL SELECT called_at, portal_id, id, state, cause FROM stopped
    ), change AS MATERIALIZED (
      SELECT c.* FROM json_to_recordset(${JSON.stringify(rows)}::json) AS c
        (id bigint, "calledAt" timestamptz(3), state text, "isUnsent" boolean, "isRefused" boolean,
          "isOmitted" boolean, "delayMs" integer, error text)
      WHERE EXISTS (SELECT FROM lane)
    ), sent AS (
      UPDATE outbox o SET state = c.state, error = c.error, is_omitted = o.is_omitted OR c."isOmitted",
        done_at = CASE WHEN c.state = 'done' THEN clock_timestamp() END,
        attempts = o.attempts - CASE WHEN c."isUnsent" THEN 1 ELSE 0 END,
        refusals = o.refusals + CASE WHEN c."isRefused" THEN 1 ELSE 0 END,
        due_at = CASE WHEN c."delayMs" > 0
          THEN clock_timestamp() + make_interval(secs => c."delayMs" / 1000.0) ELSE o.due_at END
      FROM change c WHERE o.id = c.id AND o.called_at = c."calledAt" AND o.state = 'pending'
      RETURNING o.id, o.called_at, o.run_id, o.state, o.kind, o.error
    )${hasFailed(rows, runs) ? FAILED : Prisma.empty}
    UPDATE outbox o SET state = 'dead', error = v.cause
    FROM verdict v
    WHERE o.portal_id = ${claim.portalId} AND o.run_id = v.id AND o.called_at = v."calledAt"
      AND o.state = 'pending' AND NOT EXISTS (SELECT FROM change c WHERE c.id = o.id)
      AND (v.state = 'undeliverable' OR (v.state = 'lines-stopped' AND o.kind = 'log'))`;
}

// A line that the portal refused while its run goes on has nothing else that would tell of it.
const FAILED = Prisma.sql`, lost_answers AS (
      ${undeliverableEvents(
        Prisma.sql`finished r WHERE r.state = 'undeliverable'`,
        Prisma.sql`r.cause`,
      )}
    ), lost_lines AS (
      ${runEvents({
        source: Prisma.sql`stopped r`,
        kind: "lines-stopped",
        status: Prisma.sql`'DELIVERY_FAILED'`,
        message: Prisma.sql`'The portal takes no more progress lines of the step.'`,
        cause: Prisma.sql`r.cause`,
      })}
    ), refused_line AS (
      SELECT ${EVENT_COLUMNS}, min(s.error) AS cause
      FROM sent s JOIN run ON run.id = s.run_id AND run.called_at = s.called_at
      WHERE s.state = 'dead' AND s.kind = 'log'
        AND NOT EXISTS (SELECT FROM verdict v WHERE v.id = s.run_id)
      GROUP BY ${EVENT_COLUMNS}
    ), lost_line AS (
      ${runEvents({
        source: Prisma.sql`refused_line r`,
        kind: "line",
        status: Prisma.sql`'DELIVERY_FAILED'`,
        message: Prisma.sql`'The portal refused a progress line of the step.'`,
        cause: Prisma.sql`r.cause`,
      })}
    )`;

function hasFailed(rows: { state: string }[], runs: { state: string }[]): boolean {
  return rows.some(({ state }) => state === "dead") || runs.some(isUndelivered);
}

function isUndelivered({ state }: { state: string }): boolean {
  return state !== "delivered";
}

function toRecords(judgement: Pick<Judgement, "rows" | "runs">) {
  const rows = judgement.rows.flatMap(({ ids, ...change }) =>
    ids.map((id) => ({ ...change, id: id.toString() })),
  );
  const runs = judgement.runs.map(({ run, state, cause }) => ({
    id: run.runId,
    calledAt: run.calledAt,
    state,
    cause,
  }));
  return { rows, runs };
}
