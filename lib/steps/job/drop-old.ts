import type { Ctx } from "../../ctx.ts";

/** Forgets jobs whose run is kept no longer, and answers that nobody asks for again. */
export async function dropOldJobs(ctx: Ctx): Promise<void> {
  await ctx.db.$executeRaw`
    DELETE FROM step_job j WHERE NOT EXISTS (
      SELECT FROM run r WHERE r.id = j.run_id AND r.called_at = j.called_at)`;
  await ctx.db.$executeRaw`
    DELETE FROM job_attempt a WHERE NOT EXISTS (
      SELECT FROM step_job j WHERE j.portal_id = a.portal_id AND j.run_id = a.run_id)`;
  // Until then the run's secret is valid, so its reports may be repeated.
  await ctx.db.$executeRaw`
    DELETE FROM job_call c WHERE NOT EXISTS (
      SELECT FROM step_job j WHERE j.portal_id = c.portal_id AND j.run_id = c.run_id
        AND (j.closed_at IS NULL OR j.closed_at > now() - interval '8 days'))`;
}
