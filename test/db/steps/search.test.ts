import { describe, expect, test } from "vitest";
import { getRun } from "../../../lib/runs/index.ts";
import { startStep } from "../../../lib/steps/index.ts";
import type { Portal } from "../../portal/index.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { formOf, makeStepBed, search, seqs } from "./bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

const arrange = async (entries = 30) => makeStepBed({ db, cloud }, { entries });

describe("a search by a process", () => {
  test("hands over what it found, with progress at its start and end", async () => {
    const { portal, ctx } = await arrange();
    const rows = portal.eventLog.appendRows([
      { auditTypeId: "USER_LOGIN", itemId: "who", description: "auth=secret1" },
      { auditTypeId: "USER_LOGIN", itemId: "who2" },
      { auditTypeId: "USER_LOGIN", itemId: "who3" },
    ]);

    const { run, values, lines } = await search(
      { portal, ctx },
      {
        period: "hour",
        event_types: "USER_LOGIN",
        text: "WHO",
        limit: "2",
      },
    );

    expect(run).toMatchObject({
      outcome: "success",
      outcomeMessage: "3 entries found.",
    });
    expect(values).toMatchObject({
      status: "ok",
      found: "Y",
      count: 3,
      entry_ids: await seqs(ctx, [rows[2], rows[1]]),
      first_at: expect.stringMatching(/\+03:00$/) as string,
      message: "3 entries found.",
    });
    expect(values["summary"]).toMatch(/Someone failed to sign in as "who3" \(USER_LOGIN\)/);
    expect(values["link"]).toMatch(
      /^http:\/\/localhost:\d+\/marketplace\/view\/example\.logbook\/\?params\[v\]=1&params\[q\]=type%3AUSER_LOGIN%20WHO&params\[from\]=\S+&params\[to\]=\S+$/,
    );
    expect(JSON.stringify([values, lines])).not.toContain("secret1");
    expect([lines[0], lines.at(-1)]).toEqual(["Reading the event log", "3 found"]);
    expect(cloud.journal.violations).toEqual([]);
  });

  test("of one entry links to it, in Russian on a Russian portal, also as an automation rule", async () => {
    const { portal, ctx } = await arrange();
    portal.settings.lang = "ru";
    const [row] = portal.eventLog.appendRows([{ auditTypeId: "BACKUP_ERROR", userId: 1 }]);

    const { run, values } = await search(
      { portal, ctx },
      { event_types: ["BACKUP_ERROR"], users: ["user_1"], period: "hour" },
      { code: "logbook_search_robot" },
    );

    expect(run).toMatchObject({
      stepCode: "logbook_search",
      registeredCode: "logbook_search_robot",
    });
    expect(values).toMatchObject({
      message: "Найдено записей: 1.",
      link: `${portal.origin}/marketplace/view/example.logbook/?params[v]=1&params[e]=${String((await seqs(ctx, [row]))[0])}`,
    });
  });

  test("that is stored minutes after its call covers the hour before the call", async () => {
    const { portal, ctx } = await arrange(0);
    const calledAt = Date.now() - 8 * 60_000;
    const at = (minutes: number): number => Math.floor(calledAt / 1_000) + 60 * minutes;
    const rows = portal.eventLog.appendRows([{ at: at(-62) }, { at: at(-56) }, { at: at(4) }]);

    const { values } = await search({ portal, ctx }, { period: "hour" }, { at: calledAt });

    expect(values["entry_ids"]).toEqual(await seqs(ctx, [rows[1]]));
  });

  test("of nothing succeeds with nothing", async () => {
    const { portal, ctx } = await arrange();

    const { values } = await search({ portal, ctx }, { event_types: "NO_SUCH", period: "week" });

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

    const byServer = await search({ portal, ctx }, range);
    await db.portal.update({ where: { id: ctx.portalId }, data: { timeZone: "Europe/Kyiv" } });
    const byZone = await search({ portal, ctx }, { period: "custom", to: "01.09.2026 14:00" });

    expect(byServer.values["entry_ids"]).toEqual(await seqs(ctx, [rows[1]]));
    expect(byZone.values["entry_ids"]).toEqual(await seqs(ctx, [rows[0]]));
  });

  test.each([
    [{ from: "soon" }, /^Property “From” \(from\): "soon" is not a time/],
    [{ users: "{=Document:CREATED_BY}" }, /^Property “Users” \(users\): the expression/],
    [{ query: "ip:private typ:A" }, /^Property “Query” \(query\): from character 12 on, “typ/],
    [{ period: "custom", from: "02.09.2026", to: "01.09.2026" }, /^Property “From” \(from\)/],
  ])("with a wrong property ends with a sentence about it: %j", async (properties, sentence) => {
    const { portal, ctx } = await arrange(1);

    const { run, values } = await search({ portal, ctx }, properties);

    expect(run.outcome).toBe("failure");
    expect(values).toMatchObject({
      status: "error",
      message: expect.stringMatching(sentence) as string,
    });
  });

  test("is refused while an administrator has switched it off, without a look into the log", async () => {
    const { portal, ctx } = await arrange(1);
    await db.portal.update({ where: { id: ctx.portalId }, data: { stepsReadLog: false } });
    const before = logCalls(portal);

    const { values } = await search({ portal, ctx }, {});

    expect(values).toMatchObject({
      status: "error",
      message:
        "Processes may not read the event log: an administrator has switched this off in Logbook's settings.",
    });
    expect(logCalls(portal)).toBe(before);
  });

  test("of a log that the portal does not show ends with a sentence", async () => {
    const bed = await makeStepBed({ db, cloud }, { scope: ["bizproc", "placement"] });

    const { values } = await search(bed, {});

    expect(values).toMatchObject({
      status: "error",
      found: "N",
      message: "The application has no access to the event log on this portal.",
    });
  });

  test("is tried again by the queue while the portal is away", async () => {
    const { portal, ctx } = await arrange(1);
    const match = { kind: "rest3" as const, memberId: portal.memberId };
    cloud.faults.add([{ match, action: { error: "OVERLOAD_LIMIT" } }]);

    await expect(search({ portal, ctx }, {})).rejects.toMatchObject({ code: "portal_overloaded" });
    cloud.faults.clear();

    expect(await db.run.findFirst({ where: { portalId: ctx.portalId } })).toMatchObject({
      outcome: null,
    });
  });
});

function logCalls(portal: Portal): number {
  return cloud.journal.calls.filter(
    (call) => call.memberId === portal.memberId && call.kind === "rest3",
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
