import { keepReadings } from "../access/index.ts";
import {
  copyJob,
  copyTickJob,
  enqueueLagging,
  indexJob,
  keepJob,
  packJob,
  verifyJob,
} from "../archive/index.ts";
import type { Ctx } from "../ctx.ts";
import { keepEvents } from "../events/index.ts";
import { dropExpiredExports, writeJob } from "../exports/index.ts";
import { env } from "../env.ts";
import { internal } from "../errors.ts";
import { forgetWorkers } from "../health/index.ts";
import { log } from "../log.ts";
import {
  cleanPortals,
  dropExpired,
  keepCalls,
  keepTokensAlive,
  setupJob,
} from "../portals/index.ts";
import { defineJob, type AnyJob } from "../queue/index.ts";
import { executeJob, maintainRuns, portalRemovedJob } from "../runs/index.ts";
import {
  dropOldJobs,
  dropSettledWaits,
  findStep,
  sendJob,
  stepRegistrations,
  waitJob,
  watchJob,
} from "../steps/index.ts";

/** Which handler works which topic. A new job is its topic in the queue's list and one line here. */
export function registry(): AnyJob[] {
  return [
    executeJob({ findWork: (stepCode) => findStep(stepCode)?.work }),
    setupJob({ registrations: stepRegistrations }),
    portalRemovedJob(),
    copyTickJob(),
    copyJob(),
    indexJob(),
    waitJob(),
    sendJob(),
    watchJob(),
    maintenanceJob(),
    keepJob(),
    packJob(),
    verifyJob(),
    writeJob(),
  ];
}

function maintenanceJob(): AnyJob {
  return defineJob({
    topic: "maintenance.tick",
    concurrency: 1,
    handler: async (ctx) => runParts(ctx, PARTS),
  });
}

type Parts = Record<string, (ctx: Ctx) => Promise<unknown>>;

const PARTS: Parts = {
  runs: async (ctx) => maintainRuns(ctx, { keepDays: env().RUN_KEEP_DAYS }),
  workers: async (ctx) => forgetWorkers(ctx.db),
  calls: keepCalls,
  readings: keepReadings,
  events: keepEvents,
  expired: dropExpired,
  exports: dropExpiredExports,
  portals: cleanPortals,
  tokens: keepTokensAlive,
  blocks: enqueueLagging,
  waits: dropSettledWaits,
  jobs: dropOldJobs,
};

/** Runs every part, in order, whatever happens to the others; throws at the end when any failed. */
export async function runParts(ctx: Ctx, parts: Parts): Promise<void> {
  const failures: { part: string; error: unknown }[] = [];
  for (const [part, run] of Object.entries(parts)) {
    try {
      await run(ctx);
    } catch (error) {
      log("error", "maintenance.part_failed", { part, error });
      failures.push({ part, error });
    }
  }
  if (failures.length === 0) return;
  const names = failures.map(({ part }) => part).join(", ");
  const cause = new AggregateError(failures.map(({ error }) => error));
  throw internal(`Parts of the maintenance failed: ${names}.`, cause);
}
