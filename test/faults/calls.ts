import { setTimeout as pause } from "node:timers/promises";
import type { Portal } from "../portal/index.ts";
import { MARKED_DOCUMENT } from "./check/verdict.ts";
import { JOB_PLANS } from "./jobs/plans.ts";
import { CONNECTION, type JobOrder } from "./jobs/systems.ts";
import type { Random } from "./random.ts";
import type { Scene } from "./scene.ts";

const JOB_SHARE = 0.35;
const WHEEL = JOB_PLANS.flatMap((plan) => Array.from({ length: plan.weight }, () => plan));

/** Calls of steps by all portals, evenly over the time. */
export async function startCalls(
  { bed, random: drawn }: Scene,
  { runs, rate }: { runs: number; rate: number },
): Promise<void> {
  const random = drawn.fork("calls");
  const startedAt = performance.now();
  for (let place = 0; place < runs; place += 1) {
    const portal = random.pick(bed.cloud.portals);
    const draw = random.fork(`call ${place}`);
    const job = draw.fork("job");
    const start = job.chance(JOB_SHARE) ? startJob(portal, job) : startSearch(portal, draw);
    await start;
    const dueMs = ((place + 1) * 1_000) / rate - (performance.now() - startedAt);
    if (dueMs > 0) await pause(dueMs);
  }
}

async function startSearch(portal: Portal, random: Random): Promise<void> {
  if (portal.stepRegistry.find("logbook_search") === null) return;
  const isMarked = random.chance(0.5);
  await portal.startWorkflow({
    code: "logbook_search",
    properties: isMarked
      ? { period: "week", event_types: ["MARK"] }
      : { period: "week", limit: "5" },
    documentId: ["crm", "CCrmDocumentDeal", isMarked ? MARKED_DOCUMENT : "DEAL_1"],
    timeoutSeconds: random.pick([0, 0, 0, 0, 0, 0, 600, 600, 600, 20]),
    useSubscription: random.chance(0.05) ? "N" : null,
  });
}

async function startJob(portal: Portal, random: Random): Promise<void> {
  if (portal.stepRegistry.find("logbook_job") === null) return;
  const plan = random.pick(WHEEL);
  const order: JobOrder = { plan: plan.name, draw: random.between(0, 1_000_000) };
  await portal.startWorkflow({
    code: "logbook_job",
    properties: { connection: CONNECTION, payload: JSON.stringify(order), ...plan.properties },
    timeoutSeconds: plan.timeoutSeconds,
  });
}
