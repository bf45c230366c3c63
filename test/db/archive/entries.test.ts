import { describe, expect, test } from "vitest";
import { getEntry, listEntries } from "../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../lib/ctx.ts";
import type { Portal } from "../../portal/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

async function arrange(input: { entries?: number; scope?: string[] } = {}) {
  const portal = await cloud.addPortal({ entries: 120, ...input });
  // Otherwise our own reading adds rows between two pages.
  portal.settings.logsRestUse = false;
  const ctx = await installPortal(testCtx(db), portal);
  const token = portal.issueTokens({ userId: 1, source: "frame" }).access.value;
  return { portal, ctx, as: { accessToken: token } };
}

function idsOf(portal: Portal): string[] {
  return portal.eventLog.rows.map(({ id }) => String(id)).reverse();
}

function callsOf(portal: Portal, method: string) {
  return cloud.journal.calls.filter(
    (call) => call.memberId === portal.memberId && call.method === method,
  );
}

async function readAll(ctx: PortalCtx, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let before: string | undefined;
  for (;;) {
    const page = await listEntries(ctx, { limit, before });
    ids.push(...page.items.map(({ id }) => id));
    if (page.nextBefore === null) return ids;
    before = page.nextBefore;
  }
}

describe("a list of entries", () => {
  test("is paged newest first without loss, repetition or an empty last page", async () => {
    const { portal, ctx } = await arrange();

    expect(await readAll(ctx, 30)).toEqual(idsOf(portal));
    expect(callsOf(portal, "main.eventlog.list")).toHaveLength(4);
    expect(cloud.journal.violations).toEqual([]);
  });

  test("is asked for with the viewer's own token", async () => {
    const { portal, ctx, as } = await arrange();

    await listEntries(ctx, { as });

    const tokens = callsOf(portal, "main.eventlog.list").map(({ token }) => token);
    expect(tokens).toEqual([as.accessToken]);
  });

  test("is narrowed by time, type and user, also when they come from an address", async () => {
    const { portal, ctx } = await arrange();
    const rows = portal.eventLog.rows;
    const [first, last] = [rows[40], rows[80]];
    const { items } = await listEntries(ctx, {
      from: new Date((first?.at ?? 0) * 1_000).toISOString(),
      to: new Date((last?.at ?? 0) * 1_000).toISOString(),
      types: ["USER_AUTHORIZE"],
      userId: "",
      limit: "500",
      before: "",
    });

    const expected = rows.filter(
      ({ at, auditTypeId }) =>
        at >= (first?.at ?? 0) && at < (last?.at ?? 0) && auditTypeId === "USER_AUTHORIZE",
    );
    expect(items.map(({ id }) => id)).toEqual(expected.map(({ id }) => String(id)).reverse());
    expect(items.length).toBeGreaterThan(0);
    expect((await listEntries(ctx, { userId: "14" })).items.every((e) => e.userId === 14)).toBe(
      true,
    );
  });

  test("continues live after the last entry seen, and never jumps over a burst", async () => {
    const { portal, ctx } = await arrange();
    const after = idsOf(portal)[0] ?? "";
    portal.appendEntries(25);

    const first = await listEntries(ctx, { after, limit: 10 });
    const second = await listEntries(ctx, { after: first.items[0]?.id, limit: 100 });

    const fresh = idsOf(portal).slice(0, 25);
    expect([...second.items, ...first.items].map(({ id }) => id)).toEqual(fresh);
    expect((await listEntries(ctx, { after: fresh[0] })).items).toEqual([]);
    expect(cloud.journal.violations).toEqual([]);
  });

  test("of one number is that entry, also live", async () => {
    const { portal, ctx } = await arrange();
    const [newest, next] = idsOf(portal);
    const ids = async (after: string | undefined) =>
      (await listEntries(ctx, { id: newest, after })).items.map(({ id }) => id);

    expect([await ids(undefined), await ids(next), await ids(newest)]).toEqual([
      [newest],
      [newest],
      [],
    ]);
    expect(cloud.journal.violations).toEqual([]);
  });

  test("holds no secret of the portal's log", async () => {
    const { ctx } = await arrange();

    const { items } = await listEntries(ctx, { limit: 500 });

    expect(items.some(({ requestUri }) => requestUri.includes("***"))).toBe(true);
    expect(JSON.stringify(items)).not.toMatch(/FAKE|auth=[^*]/);
  });

  test("is refused by the portal to a person without the right", async () => {
    const { portal, ctx } = await arrange();
    const clerk = portal.issueTokens({ userId: 2, source: "frame" }).access.value;

    await expect(listEntries(ctx, { as: { accessToken: clerk } })).rejects.toMatchObject({
      code: "portal_forbidden",
    });
  });

  test.each([
    [{ before: "1; drop" }, "before"],
    [{ from: "yesterday" }, "from"],
    [{ from: "2026-09-01T10:00:00" }, "from"],
    [{ limit: "501" }, "limit"],
    [{ limit: "x" }, "limit"],
    [{ after: "5", before: "6" }, "after"],
    [{ userId: "-1" }, "userId"],
  ])("is not asked for with %j", async (input, at) => {
    const { portal, ctx } = await arrange({ entries: 1 });

    await expect(listEntries(ctx, input)).rejects.toMatchObject({
      code: "invalid_input",
      details: [expect.objectContaining({ at })],
    });
    expect(callsOf(portal, "main.eventlog.list")).toEqual([]);
  });

  test("belongs to its own portal", async () => {
    const one = await arrange({ entries: 5 });
    const other = await arrange({ entries: 7 });

    const page = await listEntries(other.ctx, {});

    expect(page.items).toHaveLength(7);
    await expect(listEntries(other.ctx, { as: one.as })).rejects.toMatchObject({
      code: "portal_token_expired",
    });
  });
});

describe("one entry", () => {
  test("comes with its people and the portal's address", async () => {
    const { portal, ctx, as } = await arrange();
    const [row] = portal.eventLog.appendRows([
      { auditTypeId: "USER_EDIT", itemId: "2", userId: 1, requestUri: "/?code=abc" },
    ]);

    const detail = await getEntry(ctx, { id: String(row?.id), as });

    expect(detail).toMatchObject({
      entry: { id: String(row?.id), requestUri: "/?code=***", userId: 1 },
      users: { "1": { name: "Ann Admin" }, "2": { name: "Boris Clerk" } },
      portalOrigin: portal.origin,
    });
    expect(cloud.journal.violations).toEqual([]);
  });

  test("that is gone is not found", async () => {
    const { ctx } = await arrange({ entries: 1 });

    await expect(getEntry(ctx, { id: "999999" })).rejects.toMatchObject({ code: "not_found" });
    await expect(getEntry(ctx, { id: "x" })).rejects.toMatchObject({ code: "invalid_input" });
  });
});
