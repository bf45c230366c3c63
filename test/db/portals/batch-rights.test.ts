import { describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { batchPortal, callPortal } from "../../../lib/portals/index.ts";
import type { Portal } from "../../portal/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const ctx = testCtx(db);
const cloud = await startTestCloud();

const commands = [
  { id: "a", method: "server.time", params: {} },
  { id: "b", method: "profile", params: {} },
];

function refuse({ memberId }: Portal, method: string, error = "INVALID_CREDENTIALS"): void {
  const match = { kind: "rest2", method, memberId } as const;
  cloud.faults.add([{ match, times: 1, action: { error, status: 403 } }]);
}

async function send(scoped: PortalCtx, halt = false) {
  const items = await batchPortal(scoped, { commands, halt, priority: "interactive" });
  return Object.fromEntries([...items].map(([id, item]) => [id, item.ok ? "ok" : item.error.code]));
}

async function pairStates({ portalId }: PortalCtx): Promise<Record<string, string>> {
  const admins = await db.portalAdmin.findMany({ where: { portalId } });
  return Object.fromEntries(admins.map(({ userId, state }) => [userId, state]));
}

function asked(portal: Portal, method: string): number {
  return cloud.journal.calls.filter(
    (call) => call.memberId === portal.memberId && call.method === method,
  ).length;
}

describe("a command that is forbidden inside a batch", () => {
  test("is repeated, alone, by the next administrator when the first has lost his rights", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal, 1);
    await installPortal(ctx, portal, 3);
    portal.patchUser(1, { isAdmin: false });
    const before = asked(portal, "server.time");
    refuse(portal, "profile");

    const outcome = await send(scoped);
    const row = await db.portal.findUniqueOrThrow({ where: { id: scoped.portalId } });

    expect(outcome).toEqual({ a: "ok", b: "ok" });
    expect(row).toMatchObject({ authUserId: 3, state: "active" });
    expect(await pairStates(scoped)).toEqual({ 1: "lost", 3: "ok" });
    expect(asked(portal, "server.time") - before).toBeLessThanOrEqual(1);
  });

  test("stays forbidden for one who still is an administrator", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal, 1);
    await installPortal(ctx, portal, 3);
    refuse(portal, "profile");

    expect(await send(scoped)).toEqual({ a: "ok", b: "portal_forbidden" });
    expect(await pairStates(scoped)).toEqual({ 1: "ok", 3: "ok" });
  });

  test("leaves the portal waiting when nobody else is left", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal, 1);
    portal.patchUser(1, { isAdmin: false });
    refuse(portal, "profile");

    expect(await send(scoped)).toEqual({ a: "ok", b: "portal_forbidden" });
    const row = await db.portal.findUniqueOrThrow({ where: { id: scoped.portalId } });
    expect(row).toMatchObject({ state: "auth_lost", stateReason: "rights" });
  });

  test("takes only the repeated commands with it when the repetition fails", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal, 1);
    await installPortal(ctx, portal, 3);
    portal.patchUser(1, { isAdmin: false });
    refuse(portal, "profile");
    const match = { kind: "rest2", method: "batch", user: 3, memberId: portal.memberId } as const;
    cloud.faults.add([{ match, times: 1, action: { status: 500 } }]);

    expect(await send(scoped)).toEqual({ a: "ok", b: "portal_unavailable" });
  });
});

test("a call reads its portal once, unless its token is renewed", async () => {
  const portal = await cloud.addPortal();
  const scoped = await installPortal(ctx, portal);
  let reads = 0;
  const counting = db.$extends({
    query: {
      portal: {
        findUnique: async ({ args, query }) => {
          reads += 1;
          return query(args);
        },
      },
    },
  });
  const counted = { ...scoped, db: counting as unknown as PortalCtx["db"] };

  await callPortal(counted, { method: "profile", priority: "interactive" });
  expect(reads).toBe(1);
  await batchPortal(counted, { commands, halt: false, priority: "interactive" });
  expect(reads).toBe(2);
});
