import { z } from "zod";
import type { Run, StepJob } from "../../../../prisma/generated/client.ts";
import type { Ctx, PortalCtx } from "../../../ctx.ts";
import { equalSecret, hashSecret } from "../../../db/index.ts";
import { AppError } from "../../../errors.ts";
import { readClock } from "../clock.ts";

const KEPT_MS = 7 * 86_400_000;

export interface Reporter {
  ctx: PortalCtx;
  run: Run;
  job: StepJob;
}

/** Whose job a run secret drives. A wrong secret, an unknown run and one that is long over are the same to the caller. */
export async function authenticateReport(
  ctx: Ctx,
  { runId, secret }: { runId: string; secret: string },
): Promise<Reporter> {
  const id = z.uuid().safeParse(runId);
  const hash = hashSecret(secret);
  const job = id.success ? await ctx.db.stepJob.findFirst({ where: { runId: id.data } }) : null;
  const isRight = equalSecret(hash, job?.tokenHash ?? hashSecret(runId));
  if (job === null || !isRight) throw runNotFound();
  const { portalId, calledAt } = job;
  const run = await ctx.db.run.findFirst({ where: { id: job.runId, calledAt, portalId } });
  if (run === null || (await isLongOver(ctx, run))) throw runNotFound();
  const actor = { kind: "job", runId: run.id } as const;
  return { ctx: { ...ctx, portalId, runId: run.id, actor }, run, job };
}

async function isLongOver(ctx: Ctx, { settledAt }: Run): Promise<boolean> {
  if (settledAt === null) return false;
  return settledAt.getTime() + KEPT_MS < (await readClock(ctx)).getTime();
}

function runNotFound(): AppError {
  return new AppError("run_not_found", "There is no such run for this secret.");
}
