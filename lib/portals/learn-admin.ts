import { randomBytes } from "node:crypto";
import type { Ctx } from "../ctx.ts";
import { hashSecret, seal, withTx, type Db } from "../db/index.ts";
import { enqueue } from "../queue/index.ts";
import type { Portal } from "./internal.ts";
import type { ProvenUser } from "./prove-user.ts";

const KEPT_ADMINS = 3;

export interface LearnAdminInput {
  proven: ProvenUser;
  tokens: { accessToken: string; refreshToken: string; expiresIn: number };
  serverEndpoint: string;
  applicationToken?: string | undefined;
}

/**
 * Writes what a call of a proven administrator teaches: the portal's address, his sealed pair of tokens and the
 * application token. The only place that creates a portal or replaces any of these.
 */
export async function learnAdmin(ctx: Ctx, input: LearnAdminInput): Promise<Portal> {
  return withTx(ctx.db, async (tx) => {
    const portal = await upsertPortal(tx, ctx.now(), input);
    await storePair(tx, ctx.now(), portal.id, input);
    await forgetOldAdmins(tx, portal);
    await tx.$executeRaw`INSERT INTO portal_lane (portal_id) VALUES (${portal.id})
      ON CONFLICT (portal_id) DO UPDATE SET blocked_until = NULL, block_reason = NULL,
        due_at = least(coalesce(portal_lane.due_at, now()), now()), wakes = portal_lane.wakes + 1`;
    const key = { portalId: portal.id.toString() };
    const singletonKey = key.portalId;
    await enqueue(tx, "portal.setup", key, { singletonKey, startAfterSeconds: 30 });
    // The runs of the installation before may still be open: the moment of its removal stays until they are closed.
    if (portal.removedAt !== null) await enqueue(tx, "portal.removed", key, { singletonKey });
    return portal;
  });
}

async function upsertPortal(tx: Db, now: Date, input: LearnAdminInput): Promise<Portal> {
  const { grant, profile, origin } = input.proven;
  const learned = {
    origin,
    clientEndpoint: grant.install.client_endpoint,
    serverEndpoint: input.serverEndpoint,
    appStatus: grant.install.status ?? null,
    scope: grant.scope.split(/[\s,]+/).filter((part) => part !== ""),
    state: "active",
    stateReason: null,
    cleanAfter: null,
    updatedAt: now,
    ...(input.applicationToken === undefined ? {} : applicationToken(input.applicationToken)),
  };
  const memberId = grant.install.member_id;
  // An uninstall wiped all registrations, so the old result says nothing any more.
  await tx.$executeRaw`UPDATE portal SET setup = NULL
    WHERE member_id = ${memberId} AND state IN ('removed', 'suspended')`;
  const portal = await tx.portal.upsert({
    where: { memberId },
    create: {
      ...learned,
      memberId,
      key: randomBytes(9).toString("base64url"),
      authUserId: profile.ID,
      installedAt: now,
    },
    update: learned,
  });
  return keepAuthUser(tx, portal, profile.ID);
}

function applicationToken(token: string) {
  return {
    applicationTokenSealed: seal(token, "application-token"),
    applicationTokenHash: hashSecret(token),
  };
}

// Whose tokens work in the background changes only when the present one's are lost.
async function keepAuthUser(tx: Db, portal: Portal, userId: number): Promise<Portal> {
  const current = await tx.portalAdmin.findFirst({
    where: { portalId: portal.id, userId: portal.authUserId ?? -1, state: "ok" },
  });
  if (current !== null) return portal;
  return tx.portal.update({ where: { id: portal.id }, data: { authUserId: userId } });
}

async function storePair(tx: Db, now: Date, portalId: bigint, input: LearnAdminInput) {
  const pair = {
    accessSealed: seal(input.tokens.accessToken, "access-token"),
    refreshSealed: seal(input.tokens.refreshToken, "refresh-token"),
    expiresAt: new Date(now.getTime() + input.tokens.expiresIn * 1_000),
    state: "ok",
    lockOwner: null,
    lockUntil: null,
    provenAt: now,
    refreshedAt: now,
  };
  const userId = input.proven.profile.ID;
  await tx.portalAdmin.upsert({
    where: { portalId_userId: { portalId, userId } },
    create: { ...pair, portalId, userId },
    update: { ...pair, version: { increment: 1 } },
  });
}

// The pair in use stays however long ago its owner opened the app: the steps are registered for him.
async function forgetOldAdmins(tx: Db, { id: portalId, authUserId }: Portal): Promise<void> {
  const admins = await tx.portalAdmin.findMany({
    where: { portalId },
    orderBy: [{ state: "desc" }, { provenAt: "desc" }],
    select: { userId: true, state: true },
  });
  const inUse = admins.filter(({ userId, state }) => userId === authUserId && state === "ok");
  const others = admins.filter((admin) => !inUse.includes(admin));
  const gone = others.slice(KEPT_ADMINS - inUse.length).map((admin) => admin.userId);
  if (gone.length > 0) {
    await tx.portalAdmin.deleteMany({ where: { portalId, userId: { in: gone } } });
  }
}
