import { describe, expect, test } from "vitest";
import type { Ctx, PortalCtx } from "../../../lib/ctx.ts";
import { callPortal, dropExpired, keepTokensAlive } from "../../../lib/portals/index.ts";
import { verifyRemoval } from "../../../lib/portals/index.ts";
import type { Portal } from "../../portal/index.ts";
import { createTestDb, makePortal, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const DAY_MS = 86_400_000;
const { db } = await createTestDb();
const ctx = testCtx(db);
const cloud = await startTestCloud();

function inDays(days: number): Ctx {
  return { ...ctx, now: () => new Date(Date.now() + days * DAY_MS) };
}

async function keepAlive(days: number) {
  return keepTokensAlive(inDays(days), { pauseMs: 0 });
}

async function setAge({ portalId }: PortalCtx, days: number): Promise<void> {
  const refreshedAt = new Date(Date.now() - days * DAY_MS);
  await db.portalAdmin.updateMany({ where: { portalId }, data: { refreshedAt } });
}

async function stateOf({ portalId }: PortalCtx): Promise<string> {
  return (await db.portal.findUniqueOrThrow({ where: { id: portalId } })).state;
}

function callsTo(portal: Portal, method?: string): number {
  return cloud.journal.calls.filter(
    (call) => call.memberId === portal.memberId && (method === undefined || call.method === method),
  ).length;
}

async function jobs(topic: string, { portalId }: PortalCtx): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pgboss.job
    WHERE name = ${topic} AND data->>'portalId' = ${portalId.toString()}`;
  return row?.count ?? 0;
}

describe("pairs that nobody uses", () => {
  test("are renewed once after 20 days, younger ones and those of other states are left alone", async () => {
    const [idle, young, lost] = [
      await cloud.addPortal(),
      await cloud.addPortal(),
      await cloud.addPortal(),
    ];
    const scoped = await installPortal(ctx, idle, 1);
    await installPortal(ctx, idle, 3);
    const youngScoped = await installPortal(ctx, young);
    const lostScoped = await installPortal(ctx, lost);
    await setAge(scoped, 20.1);
    await setAge(youngScoped, 19.9);
    await setAge(lostScoped, 25);
    const { portalId: id } = lostScoped;
    await db.portal.update({ where: { id }, data: { state: "auth_lost" } });

    const first = await keepAlive(0);
    const second = await keepAlive(0);

    expect([first.renewed, second.renewed]).toEqual([2, 0]);
    expect(callsTo(idle, "oauth.token")).toBe(2);
    expect(callsTo(young, "oauth.token")).toBe(0);
    expect(callsTo(lost, "oauth.token")).toBe(0);
    expect(cloud.journal.violations).toEqual([]);
  });

  test("are renewed once by two processes at a time, and work afterwards", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    await setAge(scoped, 21);

    await Promise.all([keepAlive(0), keepAlive(0)]);
    const { result } = await callPortal<{ ID: string }>(scoped, {
      method: "profile",
      priority: "interactive",
    });

    expect(result.ID).toBe("1");
    expect(callsTo(portal, "oauth.token")).toBe(1);
    expect(cloud.journal.violations).toEqual([]);
  });

  test("that are refused make the portal wait for its administrator", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    await setAge(scoped, 21);
    cloud.faults.add([
      {
        match: { kind: "auth", method: "oauth.token", memberId: portal.memberId },
        times: 1,
        action: { error: "invalid_grant" },
      },
    ]);

    const { lost } = await keepAlive(0);

    expect(lost).toBe(1);
    expect(await stateOf(scoped)).toBe("auth_lost");
  });

  test("of a portal that removed the app unheard suspend it and have the removal proven", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    await setAge(scoped, 21);
    await portal.uninstallApp(false, true);

    await keepAlive(0);
    const suspended = await stateOf(scoped);
    const verdict = await verifyRemoval(scoped);

    expect(suspended).toBe("suspended");
    expect(await jobs("portal.removed", scoped)).toBe(1);
    expect(verdict).toBe("removed");
  });

  test("wait for the next round while the auth server is away", async () => {
    const portals = [await cloud.addPortal(), await cloud.addPortal()];
    for (const portal of portals) await setAge(await installPortal(ctx, portal), 22);
    cloud.faults.add([{ match: { kind: "auth" }, times: 1, action: { status: 502, html: true } }]);

    const away = await keepAlive(0);
    await db.portalAdmin.updateMany({ data: { lockUntil: null } });
    const back = await keepAlive(0);

    expect([away.renewed, back.renewed]).toEqual([0, 2]);
    expect(cloud.journal.violations).toEqual([]);
  });
});

describe("portals that rest", () => {
  test("an unpaid one is tried once a day and is active again when it answers", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    await portal.finishInstall();
    portal.setPayment({ expired: true });
    const call = callPortal(scoped, { method: "profile", priority: "interactive" });
    await expect(call).rejects.toMatchObject({ code: "portal_payment_required" });

    const before = callsTo(portal);
    await keepAlive(0.9);
    const early = callsTo(portal) - before;
    await keepAlive(1.1);
    await keepAlive(1.2);
    const refused = callsTo(portal) - before;
    const unpaid = await stateOf(scoped);
    portal.setPayment({ expired: false });
    const { revived } = await keepAlive(2.2);

    const lane = await db.portalLane.findUniqueOrThrow({ where: { portalId: scoped.portalId } });
    expect([early, refused, unpaid, revived]).toEqual([0, 1, "payment_required", 1]);
    expect(await stateOf(scoped)).toBe("active");
    expect(lane).toMatchObject({ blockedUntil: null, blockReason: null });
    expect(await jobs("portal.setup", scoped)).toBe(1);
  });

  test("an unpaid one whose pair is refused waits for its administrator", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    const { portalId: id } = scoped;
    await db.portal.update({ where: { id }, data: { state: "payment_required" } });
    await db.portalAdmin.updateMany({ where: { portalId: id }, data: { expiresAt: new Date(0) } });
    cloud.faults.add([
      {
        match: { kind: "auth", method: "oauth.token", memberId: portal.memberId },
        times: 1,
        action: { error: "invalid_grant" },
      },
    ]);

    await keepAlive(1.1);

    expect(await stateOf(scoped)).toBe("auth_lost");
  });

  test("a suspended one is asked about once a day, by one of several processes", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    const { portalId: id } = scoped;
    await db.portal.update({ where: { id }, data: { state: "suspended", updatedAt: new Date() } });

    const early = await keepAlive(0.9);
    const [left, right] = await Promise.all([keepAlive(1.1), keepAlive(1.1)]);
    const again = await keepAlive(1.5);
    const verdict = await verifyRemoval(scoped);

    expect([early, again].map(({ rechecked }) => rechecked)).toEqual([0, 0]);
    expect(left.rechecked + right.rechecked).toBe(1);
    expect(await jobs("portal.removed", scoped)).toBe(1);
    expect([verdict, await stateOf(scoped)]).toEqual(["alive", "active"]);
  });
});

test("sessions and sign-ins that are over are dropped, others stay", async () => {
  const { portal } = await makePortal(db);
  const at = new Date();
  for (const [id, minutes] of [["over", -1] as const, ["open", 1] as const]) {
    const expiresAt = new Date(at.getTime() + minutes * 60_000);
    await db.oauthState.create({ data: { hash: Buffer.from(id), host: "example.com", expiresAt } });
    await db.session.create({
      data: {
        ...{ id, portalId: portal.id, userId: 1, userName: "Ann Admin", isAdmin: true, lang: "en" },
        ...{ adminProvenAt: at, accessSealed: "-", tokenExpiresAt: at, expiresAt },
      },
    });
  }

  const dropped = await dropExpired(ctx);

  expect(dropped).toEqual({ sessions: 1, signIns: 1 });
  expect((await db.session.findMany()).map(({ id }) => id)).toEqual(["open"]);
  expect(await db.oauthState.count()).toBe(1);
});
