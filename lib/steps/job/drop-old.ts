import type { Ctx } from "../../ctx.ts";

const AT_ONCE = 2_000;

/** Forgets jobs whose run is kept no longer, and answers that nobody asks for again. */
export async function dropOldJobs({ db }: Ctx): Promise<void> {
  await inParts(
    () => db.$executeRaw`
      DELETE FROM step_job WHERE ctid = ANY (ARRAY (
        SELECT j.ctid FROM step_job j WHERE NOT EXISTS (
          SELECT FROM run r WHERE r.id = j.run_id AND r.called_at = j.called_at)
        LIMIT ${AT_ONCE}::integer FOR UPDATE SKIP LOCKED))`,
  );
  await inParts(
    () => db.$executeRaw`
      DELETE FROM job_attempt WHERE ctid = ANY (ARRAY (
        SELECT a.ctid FROM job_attempt a WHERE NOT EXISTS (
          SELECT FROM step_job j WHERE j.portal_id = a.portal_id AND j.run_id = a.run_id)
        LIMIT ${AT_ONCE}::integer FOR UPDATE SKIP LOCKED))`,
  );
  // Until then the run's secret is valid, so its reports may be repeated.
  await inParts(
    () => db.$executeRaw`
      DELETE FROM job_call WHERE ctid = ANY (ARRAY (
        SELECT c.ctid FROM job_call c WHERE NOT EXISTS (
          SELECT FROM step_job j WHERE j.portal_id = c.portal_id AND j.run_id = c.run_id
            AND (j.closed_at IS NULL OR j.closed_at > now() - interval '8 days'))
        LIMIT ${AT_ONCE}::integer FOR UPDATE SKIP LOCKED))`,
  );
}

// Short statements: after a long pause there may be months of rows, which must not hold up reports.
async function inParts(dropSome: () => Promise<number>): Promise<void> {
  while ((await dropSome()) === AT_ONCE);
}
