import { AppError } from "../../../errors.ts";
import type { Reporter } from "./authenticate.ts";

const PER_SECOND = 10;
const BURST_SECONDS = 5;

/** Ten reports a second of one run, fifty at once; more are refused with the time to wait. */
export async function keepPace({ ctx, job }: Reporter): Promise<void> {
  const cost = 1 / PER_SECOND;
  const taken = await ctx.db.$executeRaw`
    UPDATE step_job SET tat = greatest(coalesce(tat, now()), now()) + make_interval(secs => ${cost}::float8)
    WHERE portal_id = ${ctx.portalId} AND run_id = ${job.runId}::uuid
      AND (tat IS NULL OR tat <= now() + make_interval(secs => ${BURST_SECONDS - cost}::float8))`;
  if (taken > 0) return;
  throw new AppError("too_many_requests", "The run takes 10 reports a second.", {
    retryAfterMs: 1_000,
  });
}
