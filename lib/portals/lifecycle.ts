import type { PortalCtx } from "../ctx.ts";
import { withTx } from "../db/index.ts";
import { isAppError } from "../errors.ts";
import { fault } from "../fault.ts";
import { log } from "../log.ts";
import { noteEvent } from "../events/index.ts";
import { forgetTurns, takeClaim } from "./event-turns.ts";
import { getPortal, type Portal, type PortalAdmin } from "./internal.ts";
import { EVENT_PATH } from "./receive-event.ts";
import { renewPair } from "./tokens.ts";

const LOST_BEFORE = "lost-before";

export type RemovalVerdict = "removed" | "alive";

/**
 * Asks the auth server whether a suspended portal is really gone: only its word, or its refusal of a pair that
 * worked until then, proves it. A pair that is still accepted wakes the portal again; without proof it waits for an
 * administrator. Throws when the auth server cannot be asked.
 */
export async function verifyRemoval(ctx: PortalCtx): Promise<RemovalVerdict> {
  await suspendByClaim(ctx);
  const portal = await getPortal(ctx);
  if (portal.state === "removed") return "removed";
  if (portal.state !== "suspended") return "alive";
  const admins = await ctx.db.portalAdmin.findMany({
    where: { portalId: ctx.portalId },
    orderBy: [{ state: "desc" }, { provenAt: "desc" }],
  });
  const fates = new Set<PairFate>();
  for (const admin of admins) {
    const fate = await askAbout(ctx, portal, admin);
    if (fate === "removed") return (await markRemoved(ctx)) ? "removed" : "alive";
    if (fate === "accepted") {
      await wake(ctx, { state: "active", stateReason: null });
      return "alive";
    }
    fates.add(fate);
  }
  if (!fates.has("refused") || fates.has("unsure")) {
    await wake(ctx, { state: "auth_lost", stateReason: "invalid_grant" });
    return "alive";
  }
  return (await markRemoved(ctx)) ? "removed" : "alive";
}

// A claim that had to wait for its turn: it is asked about now, as one that came first was at once.
async function suspendByClaim(ctx: PortalCtx): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    if (!(await takeClaim(tx, ctx.portalId))) return;
    await tx.portal.updateMany({
      where: { id: ctx.portalId, NOT: { state: "removed" } },
      data: { state: "suspended", stateReason: "uninstalled", updatedAt: ctx.now() },
    });
  });
}

async function wake(
  ctx: PortalCtx,
  next: { state: "active" | "auth_lost"; stateReason: string | null },
): Promise<void> {
  await ctx.db.portal.updateMany({
    where: { id: ctx.portalId, state: "suspended" },
    data: { ...next, cleanAfter: null, updatedAt: ctx.now() },
  });
  log("warn", "portal.removal_not_confirmed", { portalId: ctx.portalId, state: next.state });
}

type PairFate = "accepted" | "refused" | "lost" | "unsure" | "removed";

// A pair that was lost before is asked for too, as it may be accepted; its refusal is nothing new. Nor does a refusal
// prove anything when an earlier renewal got no answer: the auth server may have replaced the pair then.
async function askAbout(ctx: PortalCtx, portal: Portal, admin: PortalAdmin): Promise<PairFate> {
  const key = { portalId: ctx.portalId, userId: admin.userId };
  const wasLost = admin.state === "lost";
  // The named owner keeps a pair that was lost unproven, even if this process ends before its answer.
  await ctx.db.portalAdmin.updateMany({
    where: { ...key, version: admin.version, state: "lost" },
    data: { state: "ok", lockOwner: LOST_BEFORE, lockUntil: null },
  });
  try {
    await renewPair(ctx, portal, admin);
    return "accepted";
  } catch (error) {
    if (isAppError(error, "portal_removed")) return "removed";
    if (isAppError(error, "portal_payment_required")) return "accepted";
    if (!isAppError(error, "auth_lost")) throw error;
    const lost = { ...key, lockOwner: { not: null } };
    const unsure = await ctx.db.portalAdmin.updateMany({ where: lost, data: { state: "lost" } });
    if (wasLost) return "lost";
    return unsure.count > 0 ? "unsure" : "refused";
  }
}

// - The moment is the database's, as are those of the runs that it is compared with.
// - It stays through a new installation, until the runs of before are closed.
async function markRemoved(ctx: PortalCtx): Promise<boolean> {
  fault("before-removal");
  const isMarked = await withTx(ctx.db, async (tx) => {
    const marked = await tx.$executeRaw`
      UPDATE portal SET state = 'removed', removed_at = clock_timestamp(), updated_at = ${ctx.now()},
        auth_user_id = NULL, application_token_sealed = NULL, application_token_hash = NULL
      WHERE id = ${ctx.portalId} AND state = 'suspended'`;
    // An administrator installed it again meanwhile.
    if (marked === 0) return false;
    await tx.portalAdmin.deleteMany({ where: { portalId: ctx.portalId } });
    await tx.session.deleteMany({ where: { portalId: ctx.portalId } });
    await forgetTurns(tx, ctx.portalId);
    await noteRemoved({ ...ctx, db: tx });
    return true;
  });
  fault("after-removal");
  if (isMarked) log("info", "portal.removed", { portalId: ctx.portalId });
  return isMarked;
}

async function noteRemoved(ctx: PortalCtx): Promise<void> {
  await noteEvent(ctx, {
    thing: `${ctx.portalId}:removed`,
    startedAt: ctx.now(),
    responseMs: 0,
    status: "PORTAL_REMOVED",
    eventName: "ONAPPUNINSTALL",
    webhookId: EVENT_PATH,
    input: null,
    message: "The auth server confirmed that the app is not installed on the portal any more.",
  });
}
