import { env } from "../env.ts";
import { forgetWorkers } from "../health/index.ts";
import {
  cleanPortals,
  dropExpired,
  keepCalls,
  keepTokensAlive,
  setupJob,
} from "../portals/index.ts";
import { defineJob, type AnyJob } from "../queue/index.ts";
import { executeJob, maintainRuns, portalRemovedJob } from "../runs/index.ts";
import { findStep, stepRegistrations } from "../steps/index.ts";

/** Which handler works which topic. A new job is its topic in the queue's list and one line here. */
export function registry(): AnyJob[] {
  return [
    executeJob({ findWork: (stepCode) => findStep(stepCode)?.work }),
    setupJob({ registrations: stepRegistrations }),
    portalRemovedJob(),
    maintenanceJob(),
  ];
}

function maintenanceJob(): AnyJob {
  return defineJob({
    topic: "maintenance.tick",
    concurrency: 1,
    handler: async (ctx) => {
      await maintainRuns(ctx, { keepDays: env().RUN_KEEP_DAYS });
      await forgetWorkers(ctx.db);
      await keepCalls(ctx);
      await dropExpired(ctx);
      await cleanPortals(ctx);
      await keepTokensAlive(ctx);
    },
  });
}
