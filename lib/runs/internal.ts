import { z } from "zod";
import type { PortalCtx } from "../ctx.ts";
import { notFound } from "../errors.ts";

/** A run's full key: its tables are partitioned by `calledAt`, so statements name both. */
export interface RunKey {
  runId: string;
  calledAt: Date;
}

/** The key of a run of this portal; another portal's run does not exist here. */
export async function getRunKey(ctx: PortalCtx, runId: string): Promise<RunKey> {
  const id = z.uuid().safeParse(runId);
  const run = id.success
    ? await ctx.db.run.findFirst({
        where: { id: id.data, portalId: ctx.portalId },
        select: { calledAt: true },
      })
    : null;
  if (run === null) throw notFound("run", runId);
  return { runId, calledAt: run.calledAt };
}
