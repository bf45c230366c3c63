import { defineJob, type AnyJob } from "../queue/index.ts";
import { executeRun } from "./execute.ts";
import { languageOf } from "./language.ts";
import { settleRun } from "./settle.ts";
import type { FindWork } from "./step-work.ts";
import { toFailure } from "./verdicts.ts";

const CONCURRENCY = 24;
// A portal whose calls hang, or whose budget is used up, must leave places for the others.
const PER_PORTAL = 4;
// Nor must a whole region of such portals: a run that is at work for 5 s gives its place to others. While 72 do so,
// portals known as slow wait; beyond 216 a slow run keeps its place.
const SLOW = { afterMs: 5_000, places: 72, most: 216 };

/** The job of every run. When the queue gives it up, the run fails: a process never waits for ever. */
export function executeJob(input: { findWork: FindWork }): AnyJob {
  return defineJob({
    topic: "run.execute",
    concurrency: CONCURRENCY,
    perGroup: PER_PORTAL,
    slow: SLOW,
    handler: async (ctx, { runId, calledAt }, { signal }) => {
      const key = { runId, calledAt: new Date(calledAt) };
      await executeRun(ctx, { ...key, findWork: input.findWork, signal });
    },
    onGiveUp: async (ctx, { runId, calledAt }, error) => {
      const key = { runId, calledAt: new Date(calledAt) };
      const run = await ctx.db.run.findUnique({
        where: { id_calledAt: { id: runId, calledAt: key.calledAt } },
        select: { portalId: true },
      });
      if (run === null) return;
      const scoped = { ...ctx, portalId: run.portalId };
      const verdict = toFailure(error, await languageOf(scoped));
      await settleRun(scoped, { ...key, ...verdict, by: "queue" });
    },
  });
}
