import { afterEach, describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { batchPortalV3, callPortal, flushCalls, listCalls } from "../../../lib/portals/index.ts";
import type { Portal } from "../../portal/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

afterEach(() => cloud.faults.clear());

const LIST = "main.eventlog.list";
const list = (limit: number) => ({
  method: LIST,
  query: { order: { id: "DESC" }, pagination: { limit } },
});

async function installed(): Promise<{ portal: Portal; ctx: PortalCtx }> {
  const portal = await cloud.addPortal({ entries: 100 });
  return { portal, ctx: await installPortal(testCtx(db), portal) };
}

const sent = (portal: Portal) =>
  cloud.journal.calls.filter(
    ({ kind, memberId, inBatch }) => kind === "rest3" && memberId === portal.memberId && !inBatch,
  );

const sizeOf = (result: unknown) => (result as { items: unknown[] }).items.length;

describe("a batch of v3 calls", () => {
  test("is one request that gives the results in order", async () => {
    const { portal, ctx } = await installed();
    const results = await batchPortalV3(ctx, {
      commands: [list(3), list(1), { method: "main.eventlog.field.list", query: {} }],
      priority: "background",
    });

    expect(results.slice(0, 2).map(sizeOf)).toEqual([3, 1]);
    expect(sent(portal)).toHaveLength(1);
    expect(cloud.journal.violations).toEqual([]);
  });

  test("stands in the REST log with its methods, without the token and without secrets of entries", async () => {
    const { portal, ctx } = await installed();
    portal.eventLog.appendRows([
      { requestUri: "/rest/7/0123456789abcdef/profile.json?auth=feedbeef" },
    ]);

    await batchPortalV3(ctx, { commands: [list(1), list(2)], priority: "background" });
    await flushCalls();
    const { items } = await listCalls(ctx, { method: "batch" });
    const row = await db.restCall.findFirstOrThrow({
      where: { portalId: ctx.portalId, method: "batch" },
    });

    expect(items[0]).toMatchObject({
      ...{ method: "batch", api: "v3", priority: "background", outcome: "ok", status: 200 },
      batch: { total: 2, refused: 0 },
    });
    const admin = await db.portalAdmin.findFirstOrThrow({ where: { portalId: ctx.portalId } });
    const token = sent(portal)[0]?.token ?? "";
    expect(admin.state).toBe("ok");
    expect(token).toHaveLength(70);
    const text = JSON.stringify([row.request, row.response, row.commands]);
    expect(text).not.toContain(token);
    expect(text).not.toMatch(/feedbeef|0123456789abcdef/);
  });

  test("fails as a whole with its first error, which says what it was", async () => {
    const { ctx } = await installed();
    const wrong = { method: LIST, query: { filter: [["severity", "=", "INFO"]] } };

    await expect(
      batchPortalV3(ctx, { commands: [list(1), wrong], priority: "background" }),
    ).rejects.toMatchObject({ code: "portal_bad_request" });
  });

  test("renews a token that the portal refuses, once", async () => {
    const { portal, ctx } = await installed();
    const match = { kind: "rest3" as const, memberId: portal.memberId };
    const error = { code: "BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION", status: 401 };
    cloud.faults.add([{ match, times: 1, action: { error } }]);

    const results = await batchPortalV3(ctx, {
      commands: [list(2), list(1)],
      priority: "background",
    });

    expect(results.map(sizeOf)).toEqual([2, 1]);
    expect(new Set(sent(portal).map(({ token }) => token)).size).toBe(2);
  });

  test("over its time on the portal keeps the methods inside from being called", async () => {
    const { portal, ctx } = await installed();
    portal.operating.add(LIST, { seconds: 500, nowMs: cloud.clock.limitNow() });

    await expect(
      batchPortalV3(ctx, { commands: [list(1), list(2)], priority: "background" }),
    ).rejects.toMatchObject({ code: "portal_operation_limited" });
    const asked = sent(portal).length;
    await expect(
      callPortal(ctx, { method: LIST, api: "v3", priority: "background" }),
    ).rejects.toMatchObject({ code: "portal_operation_limited" });
    expect(sent(portal)).toHaveLength(asked);
  });

  test("is refused by a portal that does not know it", async () => {
    const { portal, ctx } = await installed();
    portal.settings.hasBatchV3 = false;

    await expect(
      batchPortalV3(ctx, { commands: [list(1), list(2)], priority: "background" }),
    ).rejects.toMatchObject({ code: "portal_method_missing" });
  });
});
