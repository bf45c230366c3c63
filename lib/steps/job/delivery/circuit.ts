import type { JobConnection } from "../../../../prisma/generated/client.ts";
import type { PortalCtx } from "../../../ctx.ts";
import type { DeliveryResult } from "../../shared.ts";
import { readClock } from "../clock.ts";
import { isOutage } from "./judge.ts";

const MAX_FAILURES = 5;
const PROBE_SECONDS = 20;
const MAX_PAUSE_SECONDS = 300;
const MAX_WAIT_MS = 60_000;
const SPREAD_MS = 2_000;

export type Turn =
  { kind: "go"; connection: JobConnection } | { kind: "paused"; waitMs: number } | { kind: "gone" };

/**
 * Whether something may be sent through a connection. After failures in a row it pauses; then one delivery tries,
 * and while it is at it the others go on waiting.
 */
export async function takeTurnOf(ctx: PortalCtx, { id }: { id: string }): Promise<Turn> {
  const where = { id, portalId: ctx.portalId };
  const taken = await ctx.db.$executeRaw`
    UPDATE job_connection SET paused_until = CASE WHEN failures >= ${MAX_FAILURES}::integer
      THEN now() + make_interval(secs => ${PROBE_SECONDS}::integer) END
    WHERE id = ${id}::uuid AND portal_id = ${ctx.portalId}
      AND (paused_until IS NULL OR paused_until <= now())`;
  const connection = await ctx.db.jobConnection.findFirst({ where });
  if (connection === null) return { kind: "gone" };
  if (taken > 0) return { kind: "go", connection };
  // Pauses are written by the database's clock.
  const leftMs = (connection.pausedUntil?.getTime() ?? 0) - (await readClock(ctx)).getTime();
  const waitMs = Math.min(MAX_WAIT_MS, Math.max(500, leftMs)) + Math.random() * SPREAD_MS;
  return { kind: "paused", waitMs: Math.round(waitMs) };
}

/** Notes how a delivery went; failures in a row make the pauses longer, any answer of a living system ends them. */
export async function noteDelivery(
  ctx: PortalCtx,
  { id, result }: { id: string; result: DeliveryResult },
): Promise<void> {
  const isFailed = isOutage(result);
  await ctx.db.$executeRaw`
    UPDATE job_connection SET last_at = now(), last_status = ${result.status}::integer,
      last_error = ${result.error}, failures = CASE WHEN ${isFailed}::boolean THEN failures + 1 ELSE 0 END,
      paused_until = CASE WHEN ${isFailed}::boolean AND failures + 1 >= ${MAX_FAILURES}::integer
        THEN now() + make_interval(secs => least(${MAX_PAUSE_SECONDS}::float8,
          5 * power(2, least(failures + 1 - ${MAX_FAILURES}::integer, 10))::float8)) END
    WHERE id = ${id}::uuid AND portal_id = ${ctx.portalId}`;
}
