import { setTimeout as delay } from "node:timers/promises";
import type { Ctx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import { log } from "../log.ts";
import { portalCtx, type Portal, type PortalAdmin } from "./internal.ts";
import { loseAdmin } from "./lose-admin.ts";
import { noteFault } from "./note-fault.ts";
import { probeUnpaid, recheckSuspended } from "./probe-portals.ts";
import { renewPair } from "./tokens.ts";

const DAY_MS = 86_400_000;
// A pair may die after 30 days without use; renewing often "just in case" can lead to blocking.
const IDLE_MS = 20 * DAY_MS;
const MAX_PAIRS = 20;
const PAUSE_MS = 1_000;

export interface KeptAlive {
  renewed: number;
  lost: number;
  /** Suspended portals that the auth server is asked about anew. */
  rechecked: number;
  /** Unpaid portals that answer again. */
  revived: number;
}

/**
 * Renews pairs that nobody used for 20 days, one after another with random pauses, asks about suspended portals anew
 * and tries unpaid ones once a day. Portals whose access is lost wait for their administrator.
 */
export async function keepTokensAlive(
  ctx: Ctx,
  input: { pauseMs?: number } = {},
): Promise<KeptAlive> {
  const pause = async (): Promise<void> => {
    const pauseMs = input.pauseMs ?? PAUSE_MS;
    await delay(pauseMs / 2 + Math.random() * pauseMs);
  };
  const rechecked = await recheckSuspended(ctx);
  const revived = await probeUnpaid(ctx, pause);
  return { ...(await renewIdle(ctx, pause)), rechecked, revived };
}

async function renewIdle(
  ctx: Ctx,
  pause: () => Promise<void>,
): Promise<{ renewed: number; lost: number }> {
  const counts = { renewed: 0, lost: 0 };
  for (const { admin, portal } of await listIdle(ctx)) {
    const outcome = await renew(ctx, portal, admin);
    if (outcome === "later") break;
    if (outcome !== "refused") counts[outcome] += 1;
    await pause();
  }
  return counts;
}

async function listIdle(ctx: Ctx): Promise<{ admin: PortalAdmin; portal: Portal }[]> {
  const admins = await ctx.db.portalAdmin.findMany({
    where: { state: "ok", refreshedAt: { lt: new Date(ctx.now().getTime() - IDLE_MS) } },
    orderBy: { refreshedAt: "asc" },
  });
  const portals = await ctx.db.portal.findMany({
    where: { state: "active", id: { in: admins.map(({ portalId }) => portalId) } },
  });
  const byId = new Map(portals.map((portal) => [portal.id, portal]));
  const pairs = admins.flatMap((admin) => {
    const portal = byId.get(admin.portalId);
    return portal === undefined ? [] : [{ admin, portal }];
  });
  return pairs.slice(0, MAX_PAIRS);
}

async function renew(
  base: Ctx,
  portal: Portal,
  admin: PortalAdmin,
): Promise<"renewed" | "lost" | "refused" | "later"> {
  const ctx = portalCtx(base, portal.id);
  try {
    await renewPair(ctx, portal, admin);
    log("info", "portal.pair_kept_alive", { portalId: portal.id, userId: admin.userId });
    return "renewed";
  } catch (error) {
    if (!isAppError(error)) throw error;
    log("warn", "portal.pair_not_renewed", { portalId: portal.id, userId: admin.userId, error });
    if (isAppError(error, "auth_server_unavailable")) return "later";
    if (isAppError(error, "auth_lost")) {
      await loseAdmin(ctx, { userId: admin.userId, reason: "invalid_grant" });
      return "lost";
    }
    await noteFault(ctx, { method: "oauth.token", error });
    return "refused";
  }
}
