import type { Ctx, PortalCtx } from "../ctx.ts";
import { withTx, type Db } from "../db/index.ts";
import { isAppError } from "../errors.ts";
import { log } from "../log.ts";
import { enqueue } from "../queue/index.ts";
import { portalCtx, type Portal } from "./internal.ts";
import { learnInstallation } from "./setup-checks.ts";

const DAY_MS = 86_400_000;
const MAX_SUSPENDED = 50;
// A portal that hangs costs half a minute, and a round must stay well below its job's limit.
const MAX_UNPAID = 10;

/** Has the auth server asked again about each portal that stays suspended for a day; returns how many. */
export async function recheckSuspended(ctx: Ctx): Promise<number> {
  let rechecked = 0;
  for (const portal of await listResting(ctx, "suspended", MAX_SUSPENDED)) {
    await withTx(ctx.db, async (tx) => {
      if (!(await claimDay(ctx, tx, portal))) return;
      const portalId = portal.id.toString();
      await enqueue(tx, "portal.removed", { portalId }, { singletonKey: portalId });
      rechecked += 1;
    });
  }
  return rechecked;
}

/** Calls each unpaid portal once a day; one that answers is active again. Returns how many are. */
export async function probeUnpaid(ctx: Ctx, pause: () => Promise<void>): Promise<number> {
  let revived = 0;
  for (const portal of await listResting(ctx, "payment_required", MAX_UNPAID)) {
    if (!(await claimDay(ctx, ctx.db, portal))) continue;
    if (await isPaidAgain(portalCtx(ctx, portal.id))) revived += 1;
    await pause();
  }
  return revived;
}

async function listResting(ctx: Ctx, state: string, take: number): Promise<Portal[]> {
  return ctx.db.portal.findMany({
    where: { state, updatedAt: { lte: new Date(ctx.now().getTime() - DAY_MS) } },
    orderBy: { updatedAt: "asc" },
    take,
  });
}

// Of all processes one succeeds, and the day begins anew whatever comes of it.
async function claimDay(ctx: Ctx, db: Db, { id, state, updatedAt }: Portal): Promise<boolean> {
  const claimed = await db.portal.updateMany({
    where: { id, state, updatedAt },
    data: { updatedAt: ctx.now() },
  });
  return claimed.count === 1;
}

/** Calls an unpaid portal; when it answers, it is active again and its work goes on. */
export async function isPaidAgain(ctx: PortalCtx): Promise<boolean> {
  try {
    await learnInstallation(ctx);
  } catch (error) {
    if (!isAppError(error)) throw error;
    log("info", "portal.still_unpaid", { portalId: ctx.portalId, code: error.code });
    if (isAppError(error, "auth_lost")) await loseAccess(ctx);
    return false;
  }
  await revive(ctx);
  return true;
}

// Its last pair was refused: from here on only an administrator can help.
async function loseAccess(ctx: PortalCtx): Promise<void> {
  await ctx.db.portal.updateMany({
    where: { id: ctx.portalId, state: "payment_required" },
    data: { state: "auth_lost", stateReason: "invalid_grant", updatedAt: ctx.now() },
  });
}

async function revive(ctx: PortalCtx): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const revived = await tx.portal.updateMany({
      where: { id: ctx.portalId, state: "payment_required" },
      data: { state: "active", stateReason: null, updatedAt: ctx.now() },
    });
    if (revived.count === 0) return;
    await tx.$executeRaw`
      UPDATE portal_lane SET blocked_until = NULL, block_reason = NULL, failures = 0,
        due_at = now(), wakes = wakes + 1
      WHERE portal_id = ${ctx.portalId}`;
    // It may have dropped our registrations while it was unpaid.
    const portalId = ctx.portalId.toString();
    await enqueue(tx, "portal.setup", { portalId }, { singletonKey: portalId });
    log("info", "portal.paid_again", { portalId: ctx.portalId });
  });
}
