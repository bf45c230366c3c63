import type { PortalCtx } from "../ctx.ts";
import type { RunKey } from "./internal.ts";

/** From now on a run that stays silent for so long ends with a timeout. */
export async function expectHeartbeats(
  ctx: PortalCtx,
  { runId, calledAt, seconds }: RunKey & { seconds: number },
): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE run SET heartbeat_seconds = ${seconds}::integer, heartbeat_at = clock_timestamp()
    WHERE id = ${runId}::uuid AND called_at = ${calledAt} AND portal_id = ${ctx.portalId}
      AND state IN ('received', 'running')`;
}

/** A sign of life without a line; false when the run is settled. */
export async function noteHeartbeat(ctx: PortalCtx, { runId, calledAt }: RunKey): Promise<boolean> {
  const rows = await ctx.db.$executeRaw`
    UPDATE run SET heartbeat_at = clock_timestamp(), state = 'running',
      started_at = coalesce(started_at, clock_timestamp())
    WHERE id = ${runId}::uuid AND called_at = ${calledAt} AND portal_id = ${ctx.portalId}
      AND state IN ('received', 'running')`;
  return rows > 0;
}
