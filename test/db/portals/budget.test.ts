import { describe, expect, test } from "vitest";
import { batchPortal, callPortal } from "../../../lib/portals/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const ctx = testCtx(db);
const cloud = await startTestCloud();
describe("the portal's budget", () => {
  test("a batch of fifty commands costs one permit and gives each its own result", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    const commands = Array.from({ length: 50 }, (_, index) => ({
      id: `c${index}`,
      method: index === 7 ? "no.such.method" : "server.time",
      params: {},
    }));

    const items = await batchPortal(scoped, { commands, halt: false, priority: "line" });

    expect(items.size).toBe(50);
    expect([...items.values()].filter((item) => item.ok).length).toBe(49);
    expect(items.get("c7")).toMatchObject({ ok: false, error: { code: "portal_method_missing" } });
  });

  test("a method that has used up its time rests until the portal's reset, alone or in a batch", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);
    portal.operating.add("server.time", { seconds: 500, nowMs: Date.now() });
    const commands = [{ id: "a", method: "server.time", params: {} }];

    const items = await batchPortal(scoped, { commands, halt: false, priority: "line" });
    const again = callPortal(scoped, { method: "server.time", priority: "interactive" });
    const other = callPortal(scoped, { method: "profile", priority: "interactive" });

    expect(items.get("a")).toMatchObject({ error: { code: "portal_operation_limited" } });
    await expect(again).rejects.toMatchObject({ code: "portal_operation_limited" });
    await expect(other).resolves.toBeDefined();
    expect(
      cloud.journal.violations.filter(({ memberId }) => memberId === portal.memberId).length,
    ).toBe(1);
    cloud.journal.clearViolations();
  });

  test("many callers at a time never overrun the portal's bucket", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);

    const calls = Array.from({ length: 60 }, async () =>
      callPortal(scoped, { method: "server.time", priority: "line" }).then(
        () => "sent",
        (error: unknown) => (error as { code: string }).code,
      ),
    );
    const outcomes = await Promise.all(calls);

    expect(new Set(outcomes)).toEqual(new Set(["sent", "portal_rate_limited"]));
    expect(outcomes.filter((outcome) => outcome === "sent").length).toBeGreaterThanOrEqual(35);
    expect(cloud.journal.violations).toEqual([]);
  });
});
