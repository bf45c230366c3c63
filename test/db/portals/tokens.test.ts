import { describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { callPortal } from "../../../lib/portals/index.ts";
import type { Portal } from "../../portal/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const ctx = testCtx(db);
const cloud = await startTestCloud();

async function expireStored({ portalId }: PortalCtx): Promise<void> {
  await db.portalAdmin.updateMany({ where: { portalId }, data: { expiresAt: new Date(0) } });
}

function refreshes(portal: Portal): number {
  return cloud.journal.calls.filter(
    (call) =>
      call.kind === "auth" && call.memberId === portal.memberId && call.method === "oauth.token",
  ).length;
}

async function whoAmI(scoped: PortalCtx): Promise<unknown> {
  const { result } = await callPortal<{ ID: string }>(scoped, {
    method: "profile",
    priority: "interactive",
  });
  return result.ID;
}

// Any method that only administrators may call, and that the local portal refuses to others itself.
async function readLog(scoped: PortalCtx): Promise<void> {
  await callPortal(scoped, { method: "main.eventlog.list", api: "v3", priority: "background" });
}

function asked(portal: Portal, method: string): number {
  return cloud.journal.calls.filter(
    (call) => call.memberId === portal.memberId && call.method === method,
  ).length;
}

async function pairStates({ portalId }: PortalCtx): Promise<Record<string, string>> {
  const admins = await db.portalAdmin.findMany({ where: { portalId } });
  return Object.fromEntries(admins.map(({ userId, state }) => [userId, state]));
}

async function jobs(topic: string, { portalId }: PortalCtx): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pgboss.job
    WHERE name = ${topic} AND data->>'portalId' = ${portalId.toString()}`;
  return row?.count ?? 0;
}

describe("background tokens", () => {
  test("a token that is over is renewed once for many callers at a time", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    await expireStored(scoped);

    const users = await Promise.all(Array.from({ length: 8 }, async () => whoAmI(scoped)));

    expect(users).toEqual(Array.from({ length: 8 }, () => "1"));
    expect(refreshes(portal)).toBe(1);
    expect(cloud.journal.violations).toEqual([]);
  });

  test("a token that the portal refuses is renewed and the call repeated once", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    cloud.faults.add([
      {
        match: { kind: "rest2", method: "profile", memberId: portal.memberId },
        times: 1,
        action: { error: "expired_token" },
      },
    ]);

    expect(await whoAmI(scoped)).toBe("1");
    expect(refreshes(portal)).toBe(1);
  });

  test("a refused pair makes the portal wait for an administrator, who cures it by opening the app", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    await expireStored(scoped);
    cloud.faults.add([
      {
        match: { kind: "auth", method: "oauth.token", memberId: portal.memberId },
        times: 1,
        action: { error: "invalid_grant" },
      },
    ]);

    await expect(whoAmI(scoped)).rejects.toMatchObject({ code: "auth_lost" });
    const lost = await db.portal.findUniqueOrThrow({ where: { id: scoped.portalId } });
    await installPortal(ctx, portal);
    const cured = await db.portal.findUniqueOrThrow({ where: { id: scoped.portalId } });

    expect(lost.state).toBe("auth_lost");
    expect(cured.state).toBe("active");
    expect(await whoAmI(scoped)).toBe("1");
  });

  test("the next administrator takes over when the first is dismissed", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal, 1);
    await installPortal(ctx, portal, 3);
    portal.patchUser(1, { isActive: false });

    const userId = await whoAmI(scoped);
    const row = await db.portal.findUniqueOrThrow({ where: { id: scoped.portalId } });

    expect(userId).toBe("3");
    expect(row.authUserId).toBe(3);
    expect(row.state).toBe("active");
  });

  test("an employee who opens the app replaces no token and becomes no background user", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    await portal.finishInstall();
    const before = await db.portalAdmin.findMany({ where: { portalId: scoped.portalId } });

    await installPortal(ctx, portal, 2);
    const after = await db.portalAdmin.findMany({ where: { portalId: scoped.portalId } });

    expect(after).toEqual(before);
  });

  test("the next administrator takes over when the first has lost his rights", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal, 1);
    await installPortal(ctx, portal, 3);
    portal.patchUser(1, { isAdmin: false });

    await readLog(scoped);
    const row = await db.portal.findUniqueOrThrow({ where: { id: scoped.portalId } });

    expect(row).toMatchObject({ authUserId: 3, state: "active" });
    expect(await pairStates(scoped)).toEqual({ 1: "lost", 3: "ok" });
    expect(asked(portal, "user.admin")).toBe(1);
    expect(await jobs("portal.setup", scoped)).toBeGreaterThan(0);
  });

  test("a portal whose only administrator lost his rights waits for another one", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal, 1);
    portal.patchUser(1, { isAdmin: false });

    await expect(readLog(scoped)).rejects.toMatchObject({ code: "portal_forbidden" });
    await expect(readLog(scoped)).rejects.toMatchObject({ code: "auth_lost" });
    const row = await db.portal.findUniqueOrThrow({ where: { id: scoped.portalId } });

    expect(row).toMatchObject({ state: "auth_lost", stateReason: "rights" });
  });

  test("a refusal stands for an administrator who still is one, or when nobody can say", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal, 1);
    const { memberId } = portal;
    const refused = { error: "ACCESS_DENIED", status: 403 };
    cloud.faults.add([
      { match: { kind: "rest2", method: "profile", memberId }, times: 2, action: refused },
    ]);

    await expect(whoAmI(scoped)).rejects.toMatchObject({ code: "portal_forbidden" });
    cloud.faults.add([
      { match: { kind: "rest2", method: "user.admin", memberId }, times: 1, action: refused },
    ]);
    await expect(whoAmI(scoped)).rejects.toMatchObject({ code: "portal_forbidden" });

    expect(asked(portal, "user.admin")).toBe(2);
    expect(await pairStates(scoped)).toEqual({ 1: "ok" });
    expect(await whoAmI(scoped)).toBe("1");
  });

  test.each([
    ["NOT_INSTALLED", "portal_removed", "suspended", 1],
    ["PAYMENT_REQUIRED", "portal_payment_required", "payment_required", 0],
  ])("what the auth server says with %s is written down", async (error, code, state, removals) => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    const { memberId } = portal;
    const match = { kind: "auth", method: "oauth.token", memberId } as const;
    cloud.faults.add([{ match, times: 2, action: { error } }]);

    await expireStored(scoped);
    await expect(whoAmI(scoped)).rejects.toMatchObject({ code });
    const first = await db.portal.findUniqueOrThrow({ where: { id: scoped.portalId } });
    const queued = await jobs("portal.removed", scoped);
    await installPortal(ctx, portal);
    const fault = { kind: "rest2", method: "profile", memberId } as const;
    cloud.faults.add([{ match: fault, times: 1, action: { error: "expired_token" } }]);
    await expect(whoAmI(scoped)).rejects.toMatchObject({ code });
    const second = await db.portal.findUniqueOrThrow({ where: { id: scoped.portalId } });

    expect([first.state, second.state, queued]).toEqual([state, state, removals]);
  });

  test("at most three administrators' pairs are kept, the one in use among them", async () => {
    const portal = await cloud.addPortal();
    for (const id of [5, 6]) portal.patchUser(id, { isAdmin: true, hasAppAccess: true });
    const scoped = await installPortal(ctx, portal, 1);
    for (const id of [3, 5, 6]) await installPortal(ctx, portal, id);

    const kept = await db.portalAdmin.findMany({ where: { portalId: scoped.portalId } });

    expect(kept.map((admin) => admin.userId).sort()).toEqual([1, 5, 6]);
    expect(await whoAmI(scoped)).toBe("1");
  });

  test("a pair in use that was lost goes first, and the administrator who opens takes over", async () => {
    const portal = await cloud.addPortal();
    for (const id of [5, 6]) portal.patchUser(id, { isAdmin: true, hasAppAccess: true });
    const scoped = await installPortal(ctx, portal, 1);
    for (const id of [3, 5]) await installPortal(ctx, portal, id);
    const where = { portalId: scoped.portalId };
    await db.portalAdmin.updateMany({ where: { ...where, userId: 1 }, data: { state: "lost" } });

    await installPortal(ctx, portal, 6);
    const row = await db.portal.findUniqueOrThrow({ where: { id: scoped.portalId } });

    expect(row.authUserId).toBe(6);
    expect(await pairStates(scoped)).toEqual({ 3: "ok", 5: "ok", 6: "ok" });
  });

  test("a portal that moved is followed by renewing, never with the old address's redirect", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    await cloud.movePortal(portal);

    expect(await whoAmI(scoped)).toBe("1");
    const row = await db.portal.findUniqueOrThrow({ where: { id: scoped.portalId } });
    expect(row.origin).toBe(portal.origin);
  });
});
