import { describe, expect, test } from "vitest";
import { scanEntries, type ScanEntriesInput, type ScanPage } from "../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../lib/ctx.ts";
import type { Portal } from "../../portal/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

async function arrange(entries: number) {
  const portal = await cloud.addPortal({ entries });
  portal.settings.logsRestUse = false;
  return { portal, ctx: await installPortal(testCtx(db), portal) };
}

async function scan(ctx: PortalCtx, input: ScanEntriesInput & { signal?: AbortSignal } = {}) {
  const pages: ScanPage[] = [];
  for await (const page of scanEntries(ctx, input)) pages.push(page);
  return { pages, ids: pages.flatMap(({ matches }) => matches.map(({ id }) => Number(id))) };
}

function lists(portal: Portal) {
  return cloud.journal.calls.filter(
    (call) => call.memberId === portal.memberId && call.method === "main.eventlog.list",
  );
}

describe("a scan of the log", () => {
  test("reads everything newest first and estimates how much is left", async () => {
    const { portal, ctx } = await arrange(2_500);

    const { pages, ids } = await scan(ctx);

    expect(ids).toEqual(portal.eventLog.rows.map(({ id }) => id).reverse());
    expect(pages.map(({ scanned, isLast }) => [scanned, isLast])).toEqual([
      [1_000, false],
      [2_000, false],
      [2_500, true],
    ]);
    expect(pages[0]?.expected).toBeGreaterThan(2_200);
    expect(pages[0]?.expected).toBeLessThan(2_800);
    expect(pages[2]?.expected).toBe(2_500);
    expect(lists(portal)).toHaveLength(4);
    expect(cloud.journal.violations).toEqual([]);
  });

  test("of exactly one page ends", async () => {
    const { ctx } = await arrange(1_000);

    const { pages } = await scan(ctx);

    expect(pages.at(-1)).toMatchObject({ scanned: 1_000, expected: 1_000, isLast: true });
  });

  test("of an empty log is one empty page", async () => {
    const { ctx } = await arrange(0);

    expect((await scan(ctx)).pages).toEqual([
      { matches: [], scanned: 0, expected: 0, isLast: true },
    ]);
  });

  test("sends what the portal can filter and tests the rest itself", async () => {
    const { portal, ctx } = await arrange(10);
    const rows = portal.eventLog.appendRows([
      { auditTypeId: "A", userId: 1, severity: "ERROR", description: "Ошибка ПЕРВАЯ" },
      { auditTypeId: "A", userId: 1, severity: "INFO", description: "Ошибка первая" },
      { auditTypeId: "A", userId: 1, severity: "ERROR", description: "вторая" },
      { auditTypeId: "A", userId: 2, severity: "ERROR", description: "ошибка первая" },
      { auditTypeId: "B", userId: 1, severity: "ERROR", description: "ошибка первая" },
    ]);

    const { pages, ids } = await scan(ctx, {
      types: ["A"],
      userIds: [1],
      severities: ["error"],
      text: "первая",
    });

    expect(ids).toEqual([rows[0]?.id]);
    expect(pages[0]?.scanned).toBe(3);
    expect(lists(portal)[0]?.params).toMatchObject({
      filter: [
        ["auditTypeId", "in", ["A"]],
        ["userId", "in", [1]],
      ],
    });
    expect(cloud.journal.violations).toEqual([]);
  });

  test("goes on where it stands after the portal's limits and failures", async () => {
    const { portal, ctx } = await arrange(2_100);
    const match = {
      kind: "rest3" as const,
      method: "main.eventlog.list",
      memberId: portal.memberId,
    };
    const pages: ScanPage[] = [];
    for await (const page of scanEntries(ctx, {})) {
      if (pages.length === 0) {
        cloud.faults.add([{ match, times: 1, action: { status: 502, html: true } }]);
      }
      pages.push(page);
    }

    expect(pages.map(({ scanned }) => scanned)).toEqual([1_000, 2_000, 2_100]);
  });

  test("ends when it is called off", async () => {
    const { portal, ctx } = await arrange(10);
    const signal = AbortSignal.abort(new Error("called off"));

    await expect(scan(ctx, { signal })).rejects.toThrow("called off");
    expect(lists(portal)).toEqual([]);
  });

  test("of a portal that takes the right away fails at once", async () => {
    const { portal, ctx } = await arrange(10);
    portal.patchUser(1, { isAdmin: false });

    await expect(scan(ctx)).rejects.toMatchObject({ code: "portal_forbidden" });
  });
});
