import type { Ctx } from "../ctx.ts";

const MAX_PENDING = 1_000;
const KEPT_AT_EACH_END = 500;
const TAKEN_WITHIN_SECONDS = 60;

/**
 * Thins out a run whose portal takes nothing: of more than 1,000 waiting lines the middle is left out, and the next
 * line says so. Joined lines travel twenty and more a message, so a portal that takes any has the oldest of them
 * within seconds; only where the oldest waits for more than a minute are lines left out.
 */
export async function leaveOutLines(ctx: Ctx): Promise<number> {
  // - What was sent and may stand in the portal's log already is kept.
  // - A line that spoke for others left out before hands their number on.
  return ctx.db.$executeRaw`
    WITH flooded AS (
      SELECT portal_id, run_id, called_at FROM outbox WHERE state = 'pending' AND kind = 'log'
      GROUP BY portal_id, run_id, called_at HAVING count(*) > ${MAX_PENDING}
        AND min(created_at) < now() - make_interval(secs => ${TAKEN_WITHIN_SECONDS}::float8)
    ), place AS (
      SELECT o.id, o.called_at, o.run_id,
        row_number() OVER (PARTITION BY o.run_id ORDER BY o.seq) AS first,
        row_number() OVER (PARTITION BY o.run_id ORDER BY o.seq DESC) AS last
      FROM flooded f JOIN outbox o ON o.portal_id = f.portal_id AND o.run_id = f.run_id
        AND o.called_at = f.called_at
      WHERE o.state = 'pending' AND o.kind = 'log'
    ), gone AS (
      UPDATE outbox o SET state = 'done', is_omitted = true FROM place p
      WHERE o.id = p.id AND o.called_at = p.called_at AND o.state = 'pending' AND o.attempts = 0
        AND p.first > ${KEPT_AT_EACH_END} AND p.last > ${KEPT_AT_EACH_END}
      RETURNING o.run_id, 1 + coalesce((o.body->>'omitted')::int, 0) AS lines
    ), told AS (
      SELECT run_id, sum(lines)::int AS lines FROM gone GROUP BY run_id
    )
    UPDATE outbox o SET body = o.body || jsonb_build_object('omitted',
      t.lines + coalesce((o.body->>'omitted')::int, 0))
    FROM place p JOIN told t ON t.run_id = p.run_id
    WHERE o.id = p.id AND o.called_at = p.called_at AND p.last = ${KEPT_AT_EACH_END}`;
}
