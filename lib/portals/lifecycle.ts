import type { EventForm } from "../b24/index.ts";
import type { Ctx, PortalCtx } from "../ctx.ts";
import { withTx } from "../db/index.ts";
import { isAppError } from "../errors.ts";
import { log } from "../log.ts";
import { enqueue } from "../queue/index.ts";
import { env } from "../env.ts";
import { authenticateCall } from "./authenticate.ts";
import { getPortal, portalCtx, type Portal, type PortalAdmin } from "./internal.ts";
import { renewPair } from "./tokens.ts";

const KNOWN_EVENTS = new Set(["ONAPPINSTALL", "ONAPPUPDATE", "ONAPPUNINSTALL", "ONAPPPAYMENT"]);
const LOST_BEFORE = "lost-before";

/**
 * Stores what a lifecycle event says, when it carries the portal's application token. It never teaches tokens; an
 * uninstall suspends at once and leaves the rest to a job that asks the auth server. A forged one has no effect.
 */
export async function receiveEvent(ctx: Ctx, form: EventForm): Promise<{ isAccepted: boolean }> {
  const portal = await authenticateCall(ctx, {
    memberId: form.auth.member_id,
    applicationToken: form.auth.application_token,
  });
  const name = form.event.toUpperCase();
  if (portal === null || !KNOWN_EVENTS.has(name)) {
    log("warn", "portal.event_ignored", { requestId: ctx.requestId, name });
    return { isAccepted: false };
  }
  const scoped = portalCtx(ctx, portal.id);
  if (name === "ONAPPUNINSTALL") await suspend(scoped, isClean(form.data["CLEAN"]));
  else await enqueueSetup(scoped);
  log("info", "portal.event", { requestId: ctx.requestId, portalId: portal.id, name });
  return { isAccepted: true };
}

function isClean(value: unknown): boolean {
  return value === "1" || value === "Y";
}

// An installation or update wiped what was registered: the stored result must not pass for the present one.
async function enqueueSetup(ctx: PortalCtx): Promise<void> {
  const portalId = ctx.portalId.toString();
  await withTx(ctx.db, async (tx) => {
    await tx.$executeRaw`UPDATE portal SET setup = setup - 'fingerprint' WHERE id = ${ctx.portalId}`;
    await enqueue(tx, "portal.setup", { portalId }, { singletonKey: portalId });
  });
}

async function suspend(ctx: PortalCtx, clean: boolean): Promise<void> {
  const graceMs = env().CLEAN_GRACE_HOURS * 3_600_000;
  await withTx(ctx.db, async (tx) => {
    await tx.portal.updateMany({
      where: { id: ctx.portalId, NOT: { state: "removed" } },
      data: {
        state: "suspended",
        stateReason: "uninstalled",
        cleanAfter: clean ? new Date(ctx.now().getTime() + graceMs) : null,
        updatedAt: ctx.now(),
      },
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

export type RemovalVerdict = "removed" | "alive";

/**
 * Asks the auth server whether a suspended portal is really gone: only its word, or its refusal of a pair that
 * worked until then, proves it. A pair that is still accepted wakes the portal again; without proof it waits for an
 * administrator. Throws when the auth server cannot be asked.
 */
export async function verifyRemoval(ctx: PortalCtx): Promise<RemovalVerdict> {
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

async function markRemoved(ctx: PortalCtx): Promise<boolean> {
  const isMarked = await withTx(ctx.db, async (tx) => {
    const marked = await tx.portal.updateMany({
      where: { id: ctx.portalId, state: "suspended" },
      data: {
        state: "removed",
        removedAt: ctx.now(),
        updatedAt: ctx.now(),
        authUserId: null,
        applicationTokenSealed: null,
        applicationTokenHash: null,
      },
    });
    // An administrator installed it again meanwhile.
    if (marked.count === 0) return false;
    await tx.portalAdmin.deleteMany({ where: { portalId: ctx.portalId } });
    await tx.session.deleteMany({ where: { portalId: ctx.portalId } });
    return true;
  });
  if (isMarked) log("info", "portal.removed", { portalId: ctx.portalId });
  return isMarked;
}
