import { closePortalRuns } from "../../lib/runs/index.ts";
import { until } from "../support/until.ts";
import type { BenchPortal, CloudBed } from "./local-portal.ts";
import { startProcess } from "./process-load.ts";

// More than the workers have places for runs.
const WAITING_RUNS = 150;
const HANG_MS = 30_000;

/** Every REST call of one portal is answered after half a minute, and many runs wait for it. */
export async function hang({ cloud, bench }: CloudBed, { local, ctx }: BenchPortal): Promise<void> {
  const { memberId } = local;
  const action = { delayMs: HANG_MS };
  cloud.faults.add([
    { match: { kind: "rest2", memberId }, action },
    { match: { kind: "rest3", memberId }, action },
  ]);
  for (let number = 0; number < WAITING_RUNS; number += 1) await startProcess(local);
  await cloud.queue.idle();
  const where = { portalId: ctx.portalId, state: "running" };
  await until(async () => (await bench.db.run.count({ where })) > 0, { what: "hanging runs" });
}

/** Ends the trouble and all that waits because of it. */
export async function release({ cloud, bench }: CloudBed, { ctx }: BenchPortal): Promise<void> {
  cloud.faults.clear();
  // Without sending anything: what is measured next must not carry this portal's backlog.
  await closePortalRuns(ctx, { cause: "bench" });
  await until(async () => isQueueEmpty(bench), { timeoutMs: 60_000, what: "an empty queue" });
}

async function isQueueEmpty({ db }: CloudBed["bench"]): Promise<boolean> {
  const [row] = await db.$queryRaw<{ left: number }[]>`
    SELECT count(*)::int AS left FROM pgboss.job WHERE name = 'run.execute' AND state < 'completed'`;
  return row?.left === 0;
}
