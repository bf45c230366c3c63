import type { JobAttempt } from "../../../prisma/generated/client.ts";
import type { PortalCtx } from "../../ctx.ts";
import { toFault } from "./delivery/stored-fault.ts";
import type { DeliveryState, JobAttemptView, JobView } from "../shared.ts";

const SHOWN = 20;
const STATES: readonly DeliveryState[] = ["pending", "accepted", "refused"];
const TOLD = ["pending", "told", "failed"] as const;

/** How a run's outside job stands; null when the run is of another step. */
export async function findJobView(
  { db, portalId }: PortalCtx,
  { runId }: { runId: string },
): Promise<JobView | null> {
  const job = await db.stepJob.findFirst({ where: { portalId, runId } });
  if (job === null) return null;
  const where = { portalId, runId };
  const [run, attempts, last] = await Promise.all([
    db.run.findFirst({ where: { id: runId, calledAt: job.calledAt, portalId } }),
    db.jobAttempt.findMany({ where, orderBy: [{ at: "desc" }, { number: "desc" }], take: SHOWN }),
    db.jobAttempt.aggregate({ where: { ...where, kind: "run" }, _max: { number: true } }),
  ]);
  return {
    connection: job.connectionName,
    waits: job.waits,
    state: STATES.find((state) => state === job.state) ?? "pending",
    attempts: attempts.map(toAttemptView),
    attemptCount: last._max.number ?? 0,
    nextAt: job.nextAt?.toISOString() ?? null,
    acceptedAt: job.acceptedAt?.toISOString() ?? null,
    heartbeatAt: job.acceptedAt === null ? null : (run?.heartbeatAt?.toISOString() ?? null),
    heartbeatSeconds: job.heartbeatSeconds,
    told: TOLD.find((told) => told === job.told) ?? null,
  };
}

function toAttemptView(row: JobAttempt): JobAttemptView {
  const { number, at, durationMs, status, error, answer } = row;
  const kind = row.kind === "cancelled" ? "cancelled" : "run";
  return { number, kind, at: at.toISOString(), durationMs, status, error: toFault(error), answer };
}
