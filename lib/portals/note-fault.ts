import { count } from "../counts.ts";
import type { PortalCtx } from "../ctx.ts";
import { withTx } from "../db/index.ts";
import { AppError, type ErrorCode } from "../errors.ts";
import { log } from "../log.ts";
import { enqueue } from "../queue/index.ts";
import { noteRateRefusal } from "./budget.ts";
import { noteOperationRefusal } from "./method-limits.ts";

const LIMITS: ErrorCode[] = [
  "portal_rate_limited",
  "portal_operation_limited",
  "portal_overloaded",
];
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** Writes down what a refused call means for the whole portal: its limits, its payment, its removal. */
export async function noteFault(
  ctx: PortalCtx,
  input: { method: string; error: unknown; resetAt?: number | undefined },
): Promise<void> {
  const { error, method, resetAt } = input;
  if (!(error instanceof AppError)) return;
  log("warn", "portal.call_refused", {
    portalId: ctx.portalId,
    requestId: ctx.requestId,
    method,
    code: error.code,
    platformCode: error.platformCode,
  });
  if (LIMITS.includes(error.code)) count("limit_refusals_total", { code: error.code });
  switch (error.code) {
    case "portal_rate_limited":
      return noteRateRefusal(ctx);
    case "portal_operation_limited":
      return noteOperationRefusal(ctx, { method, resetAt, retryAfterMs: error.retryAfterMs });
    case "portal_overloaded":
      return blockLane(ctx, HOUR_SECONDS, error.code);
    case "portal_payment_required":
      await setState(ctx, "payment_required", error.platformCode);
      return blockLane(ctx, DAY_SECONDS, error.code);
    case "portal_removed":
      return suspectRemoval(ctx, error.platformCode);
    default:
      return undefined;
  }
}

async function blockLane(ctx: PortalCtx, seconds: number, reason: string): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE portal_lane SET block_reason = ${reason},
      blocked_until = clock_timestamp() + make_interval(secs => ${seconds}::float8)
    WHERE portal_id = ${ctx.portalId}`;
}

async function setState(ctx: PortalCtx, state: string, reason: string | undefined): Promise<void> {
  await ctx.db.portal.updateMany({
    where: { id: ctx.portalId, state: "active" },
    data: { state, stateReason: reason ?? null, updatedAt: ctx.now() },
  });
}

// The portal says that the app is gone. Nothing is deleted for that: a job asks the auth server first.
async function suspectRemoval(ctx: PortalCtx, reason: string | undefined): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    await tx.portal.updateMany({
      where: { id: ctx.portalId, state: { in: ["active", "payment_required", "auth_lost"] } },
      data: { state: "suspended", stateReason: reason ?? null, updatedAt: ctx.now() },
    });
    await enqueue(
      tx,
      "portal.removed",
      { portalId: ctx.portalId.toString() },
      {
        singletonKey: ctx.portalId.toString(),
      },
    );
  });
}
