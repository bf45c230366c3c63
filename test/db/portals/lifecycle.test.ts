import { describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { receiveEvent, verifyRemoval } from "../../../lib/portals/index.ts";
import type { EventForm } from "../../../lib/portals/index.ts";
import type { FaultAction, Portal } from "../../portal/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { lifecycleEvent } from "../../support/lifecycle-event.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const ctx = testCtx(db);
const cloud = await startTestCloud();

async function installed(): Promise<{ portal: Portal; scoped: PortalCtx }> {
  const portal = await cloud.addPortal();
  const scoped = await installPortal(ctx, portal);
  await portal.finishInstall();
  return { portal, scoped };
}

async function rowOf({ portalId }: PortalCtx) {
  return db.portal.findUniqueOrThrow({ where: { id: portalId } });
}

async function uninstallForm(scoped: PortalCtx, clean: "0" | "1"): Promise<EventForm> {
  return lifecycleEvent(scoped, { event: "ONAPPUNINSTALL", clean });
}

async function loseAll({ portalId }: PortalCtx): Promise<void> {
  await db.portalAdmin.updateMany({ where: { portalId }, data: { state: "lost" } });
  await db.portal.update({ where: { id: portalId }, data: { state: "auth_lost" } });
}

function refuseRenewals({ memberId }: Portal, actions: FaultAction[]): void {
  const match = { kind: "auth", method: "oauth.token", memberId } as const;
  cloud.faults.add(actions.map((action) => ({ match, times: 1, action })));
}

describe("uninstall", () => {
  test("suspends at once and is final after the auth server refused the pair", async () => {
    const { portal, scoped } = await installed();
    const form = await uninstallForm(scoped, "1");
    await portal.uninstallApp(true, true);

    await receiveEvent(ctx, form);
    const suspended = await rowOf(scoped);
    const verdict = await verifyRemoval(scoped);
    await verifyRemoval(scoped);
    const removed = await rowOf(scoped);

    expect(suspended.state).toBe("suspended");
    expect(verdict).toBe("removed");
    expect(removed).toMatchObject({ state: "removed", applicationTokenHash: null });
    expect(removed.cleanAfter?.getTime()).toBeGreaterThan(Date.now());
    expect(await db.portalAdmin.count({ where: { portalId: scoped.portalId } })).toBe(0);
    const where = { portalId: scoped.portalId, status: "PORTAL_REMOVED" };
    expect(await db.processingEvent.count({ where })).toBe(1);
  });

  test("an employee who knows the application token achieves nothing", async () => {
    const { scoped } = await installed();

    await receiveEvent(ctx, await uninstallForm(scoped, "1"));
    const verdict = await verifyRemoval(scoped);

    expect(verdict).toBe("alive");
    expect(await rowOf(scoped)).toMatchObject({ state: "active", cleanAfter: null });
    expect(await db.portalAdmin.count({ where: { portalId: scoped.portalId } })).toBe(1);
  });

  test("a pair that was lost is asked for again, and wakes the portal when it is accepted", async () => {
    const { scoped } = await installed();
    await loseAll(scoped);
    await receiveEvent(ctx, await uninstallForm(scoped, "1"));

    const verdict = await verifyRemoval(scoped);

    expect(verdict).toBe("alive");
    expect(await rowOf(scoped)).toMatchObject({ state: "active", cleanAfter: null });
  });

  test("a forged claim deletes nothing where access was lost before", async () => {
    const { portal, scoped } = await installed();
    await loseAll(scoped);
    refuseRenewals(portal, [{ error: "invalid_client" }, { error: "invalid_grant" }]);

    await receiveEvent(ctx, await uninstallForm(scoped, "1"));
    await expect(verifyRemoval(scoped)).rejects.toMatchObject({ code: "auth_server_refused" });
    const verdict = await verifyRemoval(scoped);
    const [pair] = await db.portalAdmin.findMany({ where: { portalId: scoped.portalId } });

    expect(verdict).toBe("alive");
    expect(await rowOf(scoped)).toMatchObject({ state: "auth_lost", cleanAfter: null });
    expect(pair?.state).toBe("lost");
  });

  test("the auth server's own word is believed for a lost pair too", async () => {
    const { portal, scoped } = await installed();
    await loseAll(scoped);
    const form = await uninstallForm(scoped, "1");
    await portal.uninstallApp(true, true);

    await receiveEvent(ctx, form);

    expect(await verifyRemoval(scoped)).toBe("removed");
  });

  test("the refusal of a pair that worked until then is proof beside a lost one", async () => {
    const { portal, scoped } = await installed();
    await installPortal(ctx, portal, 3);
    const { portalId } = scoped;
    await db.portalAdmin.updateMany({ where: { portalId, userId: 3 }, data: { state: "lost" } });
    refuseRenewals(portal, [{ error: "invalid_grant" }, { error: "invalid_grant" }]);

    await receiveEvent(ctx, await uninstallForm(scoped, "0"));

    expect(await verifyRemoval(scoped)).toBe("removed");
  });

  test("an installation that comes between question and answer stands", async () => {
    const { portal, scoped } = await installed();
    const form = await uninstallForm(scoped, "0");
    await portal.uninstallApp(false, true);
    await receiveEvent(ctx, form);
    await db.portal.update({ where: { id: scoped.portalId }, data: { state: "active" } });

    expect(await verifyRemoval(scoped)).toBe("alive");
    expect(await db.portalAdmin.count({ where: { portalId: scoped.portalId } })).toBe(1);
  });

  test("a claim of it is not believed for a pair whose last renewal got no answer", async () => {
    const { portal, scoped } = await installed();
    const { memberId } = portal;
    const match = { kind: "auth", method: "oauth.token", memberId } as const;
    cloud.faults.add([{ match, times: 1, action: { dropAfter: true } }]);

    await receiveEvent(ctx, await uninstallForm(scoped, "1"));
    await expect(verifyRemoval(scoped)).rejects.toMatchObject({ code: "auth_server_unavailable" });
    await db.portalAdmin.updateMany({
      where: { portalId: scoped.portalId },
      data: { lockUntil: new Date(0) },
    });
    const verdict = await verifyRemoval(scoped);
    const waiting = await rowOf(scoped);
    await installPortal(ctx, portal);

    expect(verdict).toBe("alive");
    expect(waiting).toMatchObject({ state: "auth_lost", cleanAfter: null });
    expect(await rowOf(scoped)).toMatchObject({ state: "active" });
  });

  test("a forged event changes nothing", async () => {
    const { scoped } = await installed();
    const before = await rowOf(scoped);
    const form = await uninstallForm(scoped, "1");
    form.auth.application_token = "0".repeat(32);

    const { isAccepted } = await receiveEvent(ctx, form);

    expect(isAccepted).toBe(false);
    expect(await rowOf(scoped)).toEqual(before);
  });

  test("another portal's application token is refused", async () => {
    const own = await installed();
    const other = await installed();
    const form = await uninstallForm(other.scoped, "0");
    form.auth.member_id = own.portal.memberId;

    expect(await receiveEvent(ctx, form)).toMatchObject({ isAccepted: false });
  });

  test("waits with its verdict while the auth server is away", async () => {
    const { portal, scoped } = await installed();
    await receiveEvent(ctx, await uninstallForm(scoped, "0"));
    const { memberId } = portal;
    cloud.faults.add([
      { match: { kind: "auth", memberId }, times: 1, action: { status: 502, html: true } },
    ]);

    await expect(verifyRemoval(scoped)).rejects.toMatchObject({ code: "auth_server_unavailable" });
    expect((await rowOf(scoped)).state).toBe("suspended");
  });

  test("the same portal can be installed again and keeps its key", async () => {
    const { portal, scoped } = await installed();
    const before = await rowOf(scoped);
    const form = await uninstallForm(scoped, "0");
    await portal.uninstallApp(false, true);
    await receiveEvent(ctx, form);
    await verifyRemoval(scoped);

    const again = await installPortal(ctx, portal);
    const after = await rowOf(again);

    expect(again.portalId).toBe(scoped.portalId);
    expect(after).toMatchObject({
      key: before.key,
      state: "active",
      setup: null,
      cleanAfter: null,
    });
  });
});
