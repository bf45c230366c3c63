import type { Ctx } from "../ctx.ts";

const MAX_PENDING = 20_000;
const KEPT_AT_EACH_END = 5_000;

/**
 * Thins out a run that writes faster than its portal takes: of more than 20,000 waiting lines the middle is left
 * out, and the next line says so. The contract allows it above 1,000; joined lines make it rarely needed.
 */
export async function leaveOutLines(ctx: Ctx): Promise<number> {
  return ctx.db.$executeRaw`
    WITH flooded AS (
      SELECT portal_id, run_id, called_at FROM outbox WHERE state = 'pending' AND kind = 'log'
      GROUP BY portal_id, run_id, called_at HAVING count(*) > ${MAX_PENDING}
    ), place AS (
      SELECT o.id, o.called_at, o.run_id,
        row_number() OVER (PARTITION BY o.run_id ORDER BY o.seq) AS first,
        row_number() OVER (PARTITION BY o.run_id ORDER BY o.seq DESC) AS last
      FROM flooded f JOIN outbox o ON o.portal_id = f.portal_id AND o.run_id = f.run_id
        AND o.called_at = f.called_at
      WHERE o.state = 'pending' AND o.kind = 'log'
    ), gone AS (
      UPDATE outbox o SET state = 'done', is_omitted = true FROM place p
      WHERE o.id = p.id AND o.called_at = p.called_at AND o.state = 'pending'
        AND p.first > ${KEPT_AT_EACH_END} AND p.last > ${KEPT_AT_EACH_END}
      RETURNING o.run_id
    )
    UPDATE outbox o SET body = o.body || jsonb_build_object('omitted',
      (SELECT count(*) FROM gone WHERE gone.run_id = p.run_id))
    FROM place p WHERE o.id = p.id AND o.called_at = p.called_at AND p.last = ${KEPT_AT_EACH_END}`;
}
