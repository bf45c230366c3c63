import { describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { ActivityForm, runSetup } from "../../../lib/portals/index.ts";
import { executeRun, getRun } from "../../../lib/runs/index.ts";
import { findStep, startStep, stepRegistrations } from "../../../lib/steps/index.ts";
import type { Portal } from "../../portal/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
let calls = 0;

async function arrange(entries = 30) {
  const portal = await cloud.addPortal({ entries });
  portal.settings.logsRestUse = false;
  const ctx = await installPortal(testCtx(db), portal);
  await runSetup(ctx, { registrations: stepRegistrations });
  return { portal, ctx };
}

function formOf(
  portal: Portal,
  properties: Record<string, unknown>,
  { code = "logbook_search", at = Date.now() } = {},
) {
  calls += 1;
  return ActivityForm.parse({
    workflow_id: "65808f8311b626.28237158",
    code,
    document_id: ["crm", "CCrmDocumentDeal", "DEAL_777"],
    document_type: ["crm", "CCrmDocumentDeal", "DEAL"],
    event_token: `65808f8311b626.28237158|A1|call${calls}.abcdef`,
    properties,
    use_subscription: "Y",
    timeout_duration: "600",
    ts: String(Math.floor(at / 1_000)),
    auth: { member_id: portal.memberId, application_token: "0123456789abcdef", user_id: "1" },
  });
}

async function search(
  ctx: PortalCtx,
  portal: Portal,
  properties: Record<string, unknown>,
  { code = "logbook_search", at = Date.now() } = {},
) {
  const call = formOf(portal, properties, { code, at });
  const { runId } = await startStep(ctx, { code, call });
  const { calledAt } = await db.run.findFirstOrThrow({ where: { id: runId } });
  const findWork = (stepCode: string) => findStep(stepCode)?.work;
  const signal = new AbortController().signal;
  await executeRun(ctx, { runId, calledAt, findWork, signal });
  const { run, returnValues, timeline } = await getRun(ctx, { runId });
  const lines = timeline.filter(({ kind }) => kind === "line").map(({ message }) => message);
  return { run, values: returnValues ?? {}, lines };
}

describe("a search by a process", () => {
  test("hands over what it found, with progress at its start and end", async () => {
    const { portal, ctx } = await arrange();
    const rows = portal.eventLog.appendRows([
      { auditTypeId: "USER_LOGIN", itemId: "who", description: "auth=secret1" },
      { auditTypeId: "USER_LOGIN", itemId: "who2" },
      { auditTypeId: "USER_LOGIN", itemId: "who3" },
    ]);

    const { run, values, lines } = await search(ctx, portal, {
      period: "hour",
      event_types: "USER_LOGIN",
      text: "WHO",
      limit: "2",
    });

    expect(run).toMatchObject({
      outcome: "success",
      outcomeMessage: "3 entries found, 3 scanned.",
    });
    expect(values).toMatchObject({
      status: "ok",
      found: "Y",
      count: 3,
      entry_ids: [rows[2]?.id, rows[1]?.id],
      first_at: expect.stringMatching(/\+03:00$/) as string,
      message: "3 entries found, 3 scanned.",
    });
    expect(values["summary"]).toMatch(/Someone failed to sign in as "who3" \(USER_LOGIN\)/);
    expect(values["link"]).toMatch(
      /^http:\/\/localhost:\d+\/marketplace\/view\/example\.logbook\/\?params\[v\]=1&params\[from\]=\S+&params\[type\]=USER_LOGIN$/,
    );
    expect(JSON.stringify([values, lines])).not.toContain("secret1");
    expect([lines[0], lines.at(-1)]).toEqual(["Reading the event log", "scanned 3, 3 found"]);
    expect(cloud.journal.violations).toEqual([]);
  });

  test("of one entry links to it, in Russian on a Russian portal, also as an automation rule", async () => {
    const { portal, ctx } = await arrange();
    portal.settings.lang = "ru";
    const [row] = portal.eventLog.appendRows([{ auditTypeId: "BACKUP_ERROR", userId: 1 }]);

    const { run, values } = await search(
      ctx,
      portal,
      { event_types: ["BACKUP_ERROR"], users: ["user_1"], period: "hour" },
      { code: "logbook_search_robot" },
    );

    expect(run).toMatchObject({
      stepCode: "logbook_search",
      registeredCode: "logbook_search_robot",
    });
    expect(values).toMatchObject({
      message: "Найдено записей: 1. Просмотрено: 1.",
      link: `${portal.origin}/marketplace/view/example.logbook/?params[v]=1&params[e]=${String(row?.id)}`,
    });
  });

  test("that is stored minutes after its call covers the hour before the call", async () => {
    const { portal, ctx } = await arrange(0);
    const calledAt = Date.now() - 8 * 60_000;
    const at = (minutes: number): number => Math.floor(calledAt / 1_000) + 60 * minutes;
    const rows = portal.eventLog.appendRows([{ at: at(-62) }, { at: at(-56) }, { at: at(4) }]);

    const { values } = await search(ctx, portal, { period: "hour" }, { at: calledAt });

    expect(values["entry_ids"]).toEqual([rows[1]?.id]);
  });

  test("of nothing succeeds with nothing", async () => {
    const { portal, ctx } = await arrange();

    const { values } = await search(ctx, portal, { event_types: "NO_SUCH", period: "week" });

    expect(values).toMatchObject({
      status: "ok",
      found: "N",
      count: 0,
      entry_ids: [],
      first_at: "",
      last_at: "",
    });
  });

  test("reads times without an offset in the portal's zone", async () => {
    const { portal, ctx } = await arrange(0);
    const at = (iso: string): number => Date.parse(iso) / 1_000;
    const rows = portal.eventLog.appendRows([
      { at: at("2026-09-01T10:59:59Z") },
      { at: at("2026-09-01T11:00:00Z") },
      { at: at("2026-09-01T11:30:00Z") },
    ]);
    const range = { period: "custom", from: "01.09.2026 14:00:00", to: "09/01/2026 02:30:00 pm" };

    const byServer = await search(ctx, portal, range);
    await db.portal.update({ where: { id: ctx.portalId }, data: { timeZone: "Europe/Kyiv" } });
    const byZone = await search(ctx, portal, { period: "custom", to: "01.09.2026 14:00" });

    expect(byServer.values["entry_ids"]).toEqual([rows[1]?.id]);
    expect(byZone.values["entry_ids"]).toEqual([rows[0]?.id]);
  });

  test.each([
    [{ from: "soon" }, /^Property “From” \(from\): "soon" is not a time/],
    [{ users: "{=Document:CREATED_BY}" }, /^Property “Users” \(users\): the expression/],
    [{ query: "type:USER_LOGIN" }, /^Property “Query” \(query\): queries are not available yet/],
    [{ period: "custom", from: "02.09.2026", to: "01.09.2026" }, /^Property “From” \(from\)/],
  ])("with a wrong property ends with a sentence about it: %j", async (properties, sentence) => {
    const { portal, ctx } = await arrange(1);

    const { run, values } = await search(ctx, portal, properties);

    expect(run.outcome).toBe("failure");
    expect(values).toMatchObject({
      status: "error",
      message: expect.stringMatching(sentence) as string,
    });
  });

  test("is refused while an administrator has switched it off, without a look into the log", async () => {
    const { portal, ctx } = await arrange(1);
    await db.portal.update({ where: { id: ctx.portalId }, data: { stepsReadLog: false } });
    const before = listCalls(portal);

    const { values } = await search(ctx, portal, {});

    expect(values).toMatchObject({
      status: "error",
      message:
        "Processes may not read the event log: an administrator has switched this off in Logbook's settings.",
    });
    expect(listCalls(portal)).toBe(before);
  });

  test("of a log that the portal does not show ends with a sentence", async () => {
    const { portal, ctx } = await arrange(1);
    portal.patchUser(1, { isAdmin: false });

    const { values } = await search(ctx, portal, {});

    expect(values).toMatchObject({
      status: "error",
      message: expect.stringMatching(/^The portal refused to show the event log/) as string,
    });
  });

  test("is tried again by the queue while the portal is away", async () => {
    const { portal, ctx } = await arrange(1);
    const match = {
      kind: "rest3" as const,
      method: "main.eventlog.list",
      memberId: portal.memberId,
    };
    cloud.faults.add([{ match, times: 1, action: { error: "OVERLOAD_LIMIT" } }]);

    await expect(search(ctx, portal, {})).rejects.toMatchObject({ code: "portal_overloaded" });
    cloud.faults.clear();

    expect(await db.run.findFirst({ where: { portalId: ctx.portalId } })).toMatchObject({
      outcome: null,
    });
  });
});

function listCalls(portal: Portal): number {
  return cloud.journal.calls.filter(
    (call) => call.memberId === portal.memberId && call.method === "main.eventlog.list",
  ).length;
}

describe("a call of a step", () => {
  test("makes one run, however often it arrives", async () => {
    const { portal, ctx } = await arrange(1);
    const call = formOf(portal, { LIMIT: "5", unknown: "x", period: "day" });

    const first = await startStep(ctx, { code: "logbook_search", call });
    const again = await startStep(ctx, { code: "logbook_search", call });

    expect(again).toEqual({ runId: first.runId, isNew: false });
    expect(first.isNew).toBe(true);
    expect((await getRun(ctx, { runId: first.runId })).properties).toEqual({
      limit: "5",
      period: "day",
    });
  });

  test("to another step than its address says is refused", async () => {
    const { portal, ctx } = await arrange(1);
    const call = formOf(portal, {}, { code: "logbook_search_robot" });

    await expect(startStep(ctx, { code: "logbook_search", call })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(startStep(ctx, { code: "other", call })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
