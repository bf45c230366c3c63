import { describe, expect, test } from "vitest";
import { POST as step } from "../../../app/b24/activity/[code]/route.ts";
import { POST as event } from "../../../app/b24/event/route.ts";
import { createTestDb, makePortal, type MadePortal } from "../../support/index.ts";
import { stepCall } from "../../support/doors.ts";
import { postForm } from "../../support/post-form.ts";
import { scanDatabase } from "../../support/scan-database.ts";

const { db } = await createTestDb();
const CODE = "logbook_search";

async function call(form: Record<string, string>, code = CODE): Promise<Response> {
  const body = new URLSearchParams(form).toString();
  return postForm(step, { path: `/b24/activity/${code}`, body, params: { code } });
}

async function tell(made: MadePortal, name: string, change: Record<string, string> = {}) {
  const body = new URLSearchParams({
    event: name,
    "auth[member_id]": made.portal.memberId,
    "auth[application_token]": made.applicationToken,
    ...change,
  }).toString();
  return postForm(event, { path: "/b24/event", body });
}

async function recordsOf({ portal }: MadePortal) {
  return db.processingEvent.findMany({
    where: { portalId: portal.id },
    orderBy: [{ at: "asc" }, { status: "desc" }],
  });
}

describe("what comes in for a step", () => {
  test("is recorded with its run, its handler and its input without secrets", async () => {
    const made = await makePortal(db);
    const form = stepCall(made, { "auth[access_token]": "a1".repeat(35) });

    await call(form);

    const [run] = await db.run.findMany({ where: { portalId: made.portal.id } });
    const [record, ...others] = await recordsOf(made);
    expect(others).toEqual([]);
    expect(record).toMatchObject({
      status: "EVENT_SUCCESS",
      eventName: CODE,
      webhookId: `/b24/activity/${CODE}`,
      run: run?.id,
      warnings: [],
      errors: [],
    });
    expect(JSON.parse(record?.input ?? "")).toMatchObject({
      code: CODE,
      event_token: "***",
      auth: "***",
    });
    const secrets = [form["event_token"] ?? "", made.applicationToken, "a1".repeat(35)];
    expect(await scanDatabase(db, secrets)).toEqual({});
  });

  test("is recorded as a duplicate of the first run when it comes again", async () => {
    const made = await makePortal(db);
    const form = stepCall(made);

    await Promise.all([call(form), call(form), call(form)]);
    await call(form);

    const records = await recordsOf(made);
    const statuses = records.map(({ status }) => status).sort();
    const duplicates = Array.from({ length: 3 }, () => "EVENT_DUPLICATE");
    expect(statuses).toEqual([...duplicates, "EVENT_SUCCESS"]);
    expect(new Set(records.map(({ run }) => run)).size).toBe(1);
  });

  test("with a wrong application token is recorded where the portal is known", async () => {
    const made = await makePortal(db);

    const forged = await call(stepCall(made, { "auth[application_token]": "0".repeat(32) }));
    const nobody = await call(stepCall(made, { "auth[member_id]": "f".repeat(32) }));

    expect([forged.status, nobody.status]).toEqual([200, 200]);
    expect(await recordsOf(made)).toMatchObject([
      { status: "INVALID_TOKEN", eventName: CODE, run: null },
    ]);
  });

  test.each([
    ["a form that lacks a field", { workflow_id: "" }, CODE, /^workflow_id: /],
    ["a step that there is not", { code: "other" }, "other", undefined],
    ["a code that is not its address's", { code: "logbook_wait" }, CODE, undefined],
  ])("as %s is recorded as invalid, with the reason", async (_name, change, code, reason) => {
    const made = await makePortal(db);

    const answer = await call(stepCall(made, change), code);

    const records = await recordsOf(made);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(records).toMatchObject([{ status: "INVALID_REQUEST", eventName: code, run: null }]);
    expect(records[0]?.errors[0] ?? "").toMatch(reason ?? /^$/);
    expect(records[0]?.input).not.toContain(made.applicationToken);
  });

  test("from somebody without the token cannot fill the log", async () => {
    const made = await makePortal(db);
    const forged = stepCall(made, { "auth[application_token]": "0".repeat(32) });

    for (let round = 0; round < 45; round += 1) await call(forged);

    expect(await recordsOf(made)).toHaveLength(30);
  });
});

test("forged calls take nothing from the share of those that carry the token", async () => {
  const made = await makePortal(db);
  const forged = stepCall(made, { "auth[application_token]": "0".repeat(32) });

  for (let round = 0; round < 31; round += 1) await call(forged);
  await call(stepCall(made, { workflow_id: "" }));

  const statuses = (await recordsOf(made)).map(({ status }) => status);
  expect(statuses.filter((status) => status === "INVALID_TOKEN")).toHaveLength(30);
  expect(statuses.filter((status) => status === "INVALID_REQUEST")).toHaveLength(1);
});

describe("a lifecycle event", () => {
  test("is recorded by its name, and one without an effect of its own as a duplicate", async () => {
    const made = await makePortal(db);

    for (let round = 0; round < 3; round += 1) await tell(made, "onAppInstall");

    const records = await recordsOf(made);
    expect(records.map(({ status }) => status).sort()).toEqual([
      "EVENT_DUPLICATE",
      "EVENT_SUCCESS",
      "EVENT_SUCCESS",
    ]);
    expect(records[0]).toMatchObject({ eventName: "ONAPPINSTALL", webhookId: "/b24/event" });
  });

  test("that is forged or unknown is recorded as that", async () => {
    const made = await makePortal(db);

    await tell(made, "ONAPPUNINSTALL", { "auth[application_token]": "0".repeat(32) });
    await tell(made, "ONOTHER");

    const records = await recordsOf(made);
    expect(records.map(({ status, eventName }) => [status, eventName]).sort()).toEqual([
      ["INVALID_REQUEST", "ONOTHER"],
      ["INVALID_TOKEN", "ONAPPUNINSTALL"],
    ]);
  });
});
