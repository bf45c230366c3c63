import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { refreshPair, type TokenAnswer } from "../b24/index.ts";
import { count } from "../counts.ts";
import type { PortalCtx } from "../ctx.ts";
import { seal, unseal } from "../db/index.ts";
import { AppError, isAppError } from "../errors.ts";
import { log } from "../log.ts";
import { getPortal, type Portal, type PortalAdmin } from "./internal.ts";
import { loseAdmin } from "./lose-admin.ts";
import { recordCall } from "./record-call.ts";

const MIN_LIFE_MS = 60_000;
const LOCK_SECONDS = 20;
const WAIT_LIMIT_MS = 25_000;

export interface BackgroundToken {
  accessToken: string;
  /** Where the portal is, as far as it was known when the token was read. */
  clientEndpoint: string;
  userId: number;
  version: number;
}

/** An access token of the administrator whose pair works in the background; throws `auth_lost` when none does. */
export async function getBackgroundToken(
  ctx: PortalCtx,
  input: { refused?: BackgroundToken } = {},
): Promise<BackgroundToken> {
  const portal = await getPortal(ctx);
  const admin = await findWorkingAdmin(ctx, portal);
  if (admin === null) {
    throw new AppError("auth_lost", "No administrator's access works; one must open the app.");
  }
  const isRefused =
    input.refused?.userId === admin.userId && input.refused.version === admin.version;
  const isFresh = admin.expiresAt.getTime() - ctx.now().getTime() > MIN_LIFE_MS;
  if (isFresh && !isRefused) return toToken(portal, admin);
  try {
    return await renewPair(ctx, portal, admin);
  } catch (error) {
    if (!isAppError(error, "auth_lost")) throw error;
    log("warn", "portal.pair_lost", { portalId: ctx.portalId, userId: admin.userId });
    await loseAdmin(ctx, { userId: admin.userId, reason: "invalid_grant" });
    return getBackgroundToken(ctx);
  }
}

async function findWorkingAdmin(ctx: PortalCtx, portal: Portal): Promise<PortalAdmin | null> {
  const admins = await ctx.db.portalAdmin.findMany({
    where: { portalId: ctx.portalId, state: "ok" },
    orderBy: { provenAt: "desc" },
  });
  return admins.find((admin) => admin.userId === portal.authUserId) ?? admins[0] ?? null;
}

function toToken({ clientEndpoint }: Portal, admin: PortalAdmin): BackgroundToken {
  return {
    clientEndpoint,
    accessToken: unseal(admin.accessSealed, "access-token"),
    userId: admin.userId,
    version: admin.version,
  };
}

/**
 * Renews a pair, one at a time across processes: the lease's winner asks, the others wait for its result. Throws
 * `auth_lost` when the auth server refuses the pair.
 */
export async function renewPair(
  ctx: PortalCtx,
  portal: Portal,
  admin: PortalAdmin,
): Promise<BackgroundToken> {
  const owner = randomUUID();
  const startedAt = performance.now();
  while (performance.now() - startedAt < WAIT_LIMIT_MS) {
    // Whoever held the lease before and is still named did not learn what became of the pair.
    const won = await ctx.db.$queryRaw<{ before: string | null }[]>`
      UPDATE portal_admin a
      SET lock_owner = ${owner}, lock_until = clock_timestamp() + make_interval(secs => ${LOCK_SECONDS}::float8)
      FROM (SELECT portal_id, user_id, lock_owner AS before FROM portal_admin
        WHERE portal_id = ${ctx.portalId} AND user_id = ${admin.userId} FOR UPDATE) b
      WHERE a.portal_id = b.portal_id AND a.user_id = b.user_id AND a.version = ${admin.version}
        AND a.state = 'ok' AND (a.lock_until IS NULL OR a.lock_until < clock_timestamp())
      RETURNING b.before`;
    const [lease] = won;
    if (lease !== undefined) {
      return exchange(ctx, portal, { ...admin, isUnsure: lease.before !== null });
    }
    await delay(50 + Math.random() * 100);
    const now = await ctx.db.portalAdmin.findUnique({
      where: { portalId_userId: { portalId: ctx.portalId, userId: admin.userId } },
    });
    if (now === null || now.state !== "ok") throw pairLost();
    if (now.version !== admin.version) return toToken(await getPortal(ctx), now);
  }
  throw new AppError("auth_server_unavailable", "The portal's access is being renewed.", {
    retryAfterMs: 5_000,
  });
}

interface LeasedAdmin extends PortalAdmin {
  /** An earlier exchange ended without an answer: the auth server may have replaced the pair. */
  isUnsure: boolean;
}

async function exchange(
  ctx: PortalCtx,
  portal: Portal,
  admin: LeasedAdmin,
): Promise<BackgroundToken> {
  const pair = await refreshPair({
    refreshToken: unseal(admin.refreshSealed, "refresh-token"),
    serverEndpoint: portal.serverEndpoint,
    onExchange: (exchange) => recordCall(ctx, { exchange }),
  }).catch(async (error: unknown) => afterRefusal(ctx, admin, error));
  if ("accessToken" in pair) return pair;
  if (pair.member_id !== portal.memberId) {
    throw new AppError("auth_server_refused", "The auth server answered for another portal.");
  }
  count("refreshes_total", { result: "ok" });
  return storePair(ctx, portal, admin, pair);
}

// An unknown result keeps the lease: the pair may have rotated, and a second try at once could burn it. A refusal
// changed nothing, so nobody needs to wait for the lease's end.
async function afterRefusal(
  ctx: PortalCtx,
  admin: LeasedAdmin,
  error: unknown,
): Promise<BackgroundToken> {
  count("refreshes_total", { result: isAppError(error) ? error.code : "internal" });
  if (isAppError(error) && !error.isOutcomeUnknown) await freeLease(ctx, admin);
  if (!isAppError(error, "auth_lost")) throw error;
  const now = await ctx.db.portalAdmin.findUnique({
    where: { portalId_userId: { portalId: ctx.portalId, userId: admin.userId } },
  });
  if (now !== null && now.version !== admin.version) return toToken(await getPortal(ctx), now);
  throw error;
}

// The owner stays named while the pair's fate is unsure: its refusal then says nothing about the installation.
async function freeLease(ctx: PortalCtx, admin: LeasedAdmin): Promise<void> {
  const { userId, version, isUnsure } = admin;
  await ctx.db.portalAdmin.updateMany({
    where: { portalId: ctx.portalId, userId, version },
    data: { lockUntil: null, ...(isUnsure ? {} : { lockOwner: null }) },
  });
}

function pairLost(): AppError {
  return new AppError("auth_lost", "This administrator's access is lost.");
}

async function storePair(
  ctx: PortalCtx,
  portal: Portal,
  admin: PortalAdmin,
  pair: TokenAnswer,
): Promise<BackgroundToken> {
  const now = ctx.now();
  const version = admin.version + 1;
  const stored = await ctx.db.portalAdmin.updateMany({
    where: { portalId: ctx.portalId, userId: admin.userId, version: admin.version },
    data: {
      accessSealed: seal(pair.access_token, "access-token"),
      refreshSealed: seal(pair.refresh_token, "refresh-token"),
      expiresAt: new Date(now.getTime() + pair.expires_in * 1_000),
      refreshedAt: now,
      version,
      lockOwner: null,
      lockUntil: null,
    },
  });
  if (stored.count === 0) return readStored(ctx, admin);
  const { access_token: accessToken, client_endpoint: clientEndpoint } = pair;
  if (clientEndpoint !== portal.clientEndpoint) await moveTo(ctx, clientEndpoint);
  return { accessToken, clientEndpoint, userId: admin.userId, version };
}

// The administrator opened the app meanwhile: his newer pair stands.
async function readStored(ctx: PortalCtx, admin: PortalAdmin): Promise<BackgroundToken> {
  const now = await ctx.db.portalAdmin.findUnique({
    where: { portalId_userId: { portalId: ctx.portalId, userId: admin.userId } },
  });
  if (now === null || now.state !== "ok") throw pairLost();
  return toToken(await getPortal(ctx), now);
}

async function moveTo(ctx: PortalCtx, clientEndpoint: string): Promise<void> {
  log("info", "portal.moved", { portalId: ctx.portalId, host: new URL(clientEndpoint).host });
  await ctx.db.portal.update({
    where: { id: ctx.portalId },
    data: { clientEndpoint, origin: new URL(clientEndpoint).origin, updatedAt: ctx.now() },
  });
}
