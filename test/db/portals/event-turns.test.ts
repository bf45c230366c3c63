import { describe, expect, test } from "vitest";
import { takeCounts } from "../../../lib/counts.ts";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { receiveEvent, verifyRemoval } from "../../../lib/portals/index.ts";
import type { Portal } from "../../portal/index.ts";
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
  await db.$executeRaw`DELETE FROM pgboss.job`;
  takeCounts();
  return { portal, scoped };
}

async function rowOf({ portalId }: PortalCtx) {
  return db.portal.findUniqueOrThrow({ where: { id: portalId } });
}

async function post(scoped: PortalCtx, event: string, times = 1): Promise<void> {
  const form = await lifecycleEvent(scoped, { event });
  for (let round = 0; round < times; round += 1) await receiveEvent(ctx, form);
}

/** Jobs of the portal, as seconds from now on. */
async function jobsOf({ portalId }: PortalCtx, topic: string): Promise<number[]> {
  const rows = await db.$queryRaw<{ after: number }[]>`
    SELECT greatest(0, extract(epoch FROM start_after - now()))::int AS after FROM pgboss.job
    WHERE name = ${topic} AND data->>'portalId' = ${portalId.toString()} ORDER BY start_after`;
  return rows.map(({ after }) => after);
}

async function endWindow({ portalId }: PortalCtx): Promise<void> {
  await db.$executeRaw`
    UPDATE portal_method SET blocked_until = blocked_until - interval '1 hour'
    WHERE portal_id = ${portalId}`;
}

function renewals({ memberId }: Portal): number {
  const isRenewal = (method: string): boolean => method === "oauth.token";
  return cloud.journal.calls.filter(
    (call) => call.kind === "auth" && call.memberId === memberId && isRenewal(call.method),
  ).length;
}

function repeated(event: string): number {
  const counts = takeCounts().filter(({ name }) => name === "events_repeated_total");
  return counts.find(({ labels }) => labels === `{event="${event}"}`)?.value ?? 0;
}

describe("claims of an uninstall by somebody who knows the application token", () => {
  test("suspend once, and those within the window are only counted", async () => {
    const { portal, scoped } = await installed();
    await post(scoped, "ONAPPUNINSTALL");
    const first = await rowOf(scoped);
    await verifyRemoval(scoped);
    const asked = renewals(portal);

    await post(scoped, "ONAPPUNINSTALL", 20);
    const after = await rowOf(scoped);

    expect(first.state).toBe("suspended");
    expect(after).toMatchObject({ state: "active", stateReason: null });
    expect(repeated("ONAPPUNINSTALL")).toBe(20);
    expect(renewals(portal)).toBe(asked);
    const jobs = await jobsOf(scoped, "portal.removed");
    expect(jobs.length).toBe(2);
    expect(jobs[0]).toBe(0);
    expect(jobs[1]).toBeGreaterThan(280);
  });

  test("that come again cost one question to the auth server when the window is over", async () => {
    const { portal, scoped } = await installed();
    await post(scoped, "ONAPPUNINSTALL");
    await verifyRemoval(scoped);
    await post(scoped, "ONAPPUNINSTALL", 5);
    const asked = renewals(portal);

    const verdicts = [await verifyRemoval(scoped), await verifyRemoval(scoped)];

    expect(verdicts).toEqual(["alive", "alive"]);
    expect(renewals(portal)).toBe(asked + 1);
    expect(await rowOf(scoped)).toMatchObject({ state: "active", cleanAfter: null });
  });

  test("do not hide a true one: it is proven at its turn, with its wish to delete the data", async () => {
    const { portal, scoped } = await installed();
    await post(scoped, "ONAPPUNINSTALL");
    await verifyRemoval(scoped);
    await post(scoped, "ONAPPUNINSTALL", 2);
    const form = await lifecycleEvent(scoped, { event: "ONAPPUNINSTALL", clean: "1" });
    await portal.uninstallApp(true, true);

    await receiveEvent(ctx, form);
    const before = await rowOf(scoped);
    const verdict = await verifyRemoval(scoped);

    expect(before.state).toBe("active");
    expect(verdict).toBe("removed");
    expect((await rowOf(scoped)).cleanAfter?.getTime()).toBeGreaterThan(Date.now());
  });

  test("act at once again in the next window, and for other portals always", async () => {
    const [one, other] = [await installed(), await installed()];
    await post(one.scoped, "ONAPPUNINSTALL");
    await verifyRemoval(one.scoped);

    await post(other.scoped, "ONAPPUNINSTALL");
    await endWindow(one.scoped);
    await post(one.scoped, "ONAPPUNINSTALL");

    expect((await rowOf(one.scoped)).state).toBe("suspended");
    expect((await rowOf(other.scoped)).state).toBe("suspended");
  });

  test("act at once for a portal that was really removed and installed again", async () => {
    const { portal, scoped } = await installed();
    const form = await lifecycleEvent(scoped, { event: "ONAPPUNINSTALL" });
    await portal.uninstallApp(false, true);
    await receiveEvent(ctx, form);
    await verifyRemoval(scoped);
    await installPortal(ctx, portal);

    await post(scoped, "ONAPPUNINSTALL");

    expect((await rowOf(scoped)).state).toBe("suspended");
  });

  test("that arrive together suspend once", async () => {
    const { scoped } = await installed();
    const form = await lifecycleEvent(scoped, { event: "ONAPPUNINSTALL" });

    await Promise.all(Array.from({ length: 8 }, async () => receiveEvent(ctx, form)));

    expect((await jobsOf(scoped, "portal.removed")).length).toBe(2);
    expect(repeated("ONAPPUNINSTALL")).toBe(7);
  });
});

describe("events that have everything registered anew", () => {
  test("act at once the first time, and once more when the window is over", async () => {
    const { scoped } = await installed();

    await post(scoped, "ONAPPUPDATE");
    const first = await jobsOf(scoped, "portal.setup");
    await post(scoped, "ONAPPINSTALL", 10);
    await post(scoped, "ONAPPPAYMENT", 10);
    const all = await jobsOf(scoped, "portal.setup");

    expect(first).toEqual([0]);
    expect(all.length).toBe(2);
    expect(all[1]).toBeGreaterThan(280);
    expect(repeated("ONAPPINSTALL")).toBe(10);
  });

  test("do not delay an uninstall", async () => {
    const { scoped } = await installed();
    await post(scoped, "ONAPPINSTALL", 3);

    await post(scoped, "ONAPPUNINSTALL");

    expect((await rowOf(scoped)).state).toBe("suspended");
  });
});
