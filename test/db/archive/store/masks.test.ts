import { describe, expect, test } from "vitest";
import { getEntry, getMasks, listEntries, saveMasks } from "../../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { createTestDb, makePortal, testCtx, testPortalCtx } from "../../../support/index.ts";
import { installPortal } from "../../../support/install-portal.ts";
import { startTestCloud } from "../../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

function as<Any extends PortalCtx>(ctx: Any, isAdmin: boolean): Any {
  return { ...ctx, actor: { kind: "user", userId: 1, isAdmin } };
}

async function arrange() {
  const { portal } = await makePortal(db);
  return testPortalCtx(db, { portalId: portal.id });
}

describe("the portal's own masks", () => {
  test("are seen and changed by administrators only", async () => {
    const ctx = await arrange();

    for (const other of [ctx, as(ctx, false)]) {
      await expect(getMasks(other)).rejects.toMatchObject({ code: "forbidden" });
      await expect(saveMasks(other, { rules: [] })).rejects.toMatchObject({ code: "forbidden" });
    }
    expect((await getMasks(as(ctx, true))).rules).toEqual([]);
  });

  test("are kept for this portal alone, beside its other settings", async () => {
    const [ctx, other] = [as(await arrange(), true), as(await arrange(), true)];
    await db.archiveSetting.create({
      data: { portalId: ctx.portalId, retention: { months: 12, rules: [] }, changedBy: 5 },
    });
    const rules = [{ kind: "key", value: "client" } as const];

    expect((await saveMasks(ctx, { rules })).rules).toEqual(rules);

    expect((await getMasks(ctx)).rules).toEqual(rules);
    expect((await getMasks(other)).rules).toEqual([]);
    const setting = await db.archiveSetting.findUnique({ where: { portalId: ctx.portalId } });
    expect(setting).toMatchObject({ retention: { months: 12, rules: [] }, changedBy: 5 });
  });

  test("are refused with the place of the fault", async () => {
    const ctx = as(await arrange(), true);
    const rules = [{ kind: "text", value: "*" } as const];

    await expect(saveMasks(ctx, { rules })).rejects.toMatchObject({
      code: "invalid_input",
      details: [{ at: "rules.0.value" }],
    });
  });

  test("hold for everything that is read live", async () => {
    const portal = await cloud.addPortal({ entries: 20 });
    portal.settings.logsRestUse = false;
    const ctx = await installPortal(testCtx(db), portal);
    const before = await listEntries(ctx, { limit: 20 });
    const entry = before.items.find(({ description }) => (description?.length ?? 0) > 10);
    const text = entry?.description?.match(/[A-Za-z]{5,}/)?.[0] ?? "";
    expect(text).not.toBe("");

    await saveMasks(as(ctx, true), { rules: [{ kind: "text", value: text }] });

    const id = entry?.id ?? "";
    const found = [
      (await listEntries(ctx, { limit: 20 })).items,
      (await listEntries(ctx, { after: "0", limit: 20 })).items,
      (await getEntry(ctx, { id })).entry,
    ];
    for (const part of found) {
      const shown = JSON.stringify(part);
      expect(shown).toContain("***");
      expect(descriptionsIn(part).some((one) => one.includes(text))).toBe(false);
    }
  });
});

function descriptionsIn(part: unknown): string[] {
  return [...JSON.stringify(part).matchAll(/"description":"((?:[^"\\]|\\.)*)"/g)].map(
    ([, description = ""]) => description,
  );
}
