import type { Ctx } from "../ctx.ts";
import type { RunKey } from "./internal.ts";

interface ReleaseRunInput extends RunKey {
  attempt: number;
  /** Shown in the run's timeline; null after a planned stop of the worker. */
  error: string | null;
}

/** An attempt ended without a verdict and without a crash; the queue tries the run again. */
export async function releaseRun(ctx: Ctx, input: ReleaseRunInput): Promise<void> {
  // Each attempt takes back the one that it counted itself, also when a later one has overtaken it.
  await ctx.db.$executeRaw`
    WITH mine AS (
      UPDATE run SET crashes = crashes - 1
      WHERE id = ${input.runId}::uuid AND called_at = ${input.calledAt}
        AND attempt >= ${input.attempt} AND state = 'running' AND crashes > 0
      RETURNING id, called_at, portal_id
    )
    INSERT INTO run_event (called_at, portal_id, run_id, kind, message)
    SELECT called_at, portal_id, id, 'error', ${input.error} FROM mine
    WHERE ${input.error}::text IS NOT NULL`;
}
