import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { GET as getEvent } from "../../../app/api/v1/events/logs/[id]/route.ts";
import { GET as listEvents } from "../../../app/api/v1/events/logs/route.ts";
import { noteEvent, type NoteEventInput } from "../../../lib/events/index.ts";
import type { EventDetail, EventLog } from "../../../lib/events/shared.ts";
import { makeToken } from "../../support/access.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const LOGS = "/api/v1/events/logs";
const START = Date.now() - 3_600_000;

async function newFrame(userId = 1) {
  const portal = await cloud.addPortal();
  const scoped = await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  await db.processingEvent.deleteMany({ where: { portalId: scoped.portalId } });
  const frame = await openFrame(portal, userId);
  const note = async (minute: number, overrides: Partial<NoteEventInput> = {}) =>
    noteEvent(scoped, {
      thing: randomUUID(),
      startedAt: new Date(START + minute * 60_000),
      responseMs: 7,
      status: "EVENT_SUCCESS",
      eventName: "logbook_search",
      webhookId: "/b24/activity/logbook_search",
      input: '{"code":"logbook_search"}',
      message: `minute ${minute}`,
      ...overrides,
    });
  const list = async (query = ""): Promise<EventLog> => {
    const answer = await frame.call(listEvents, { path: `${LOGS}${query}` });
    return (await answer.json()) as EventLog;
  };
  return { scoped, frame, note, list };
}

function messages({ data }: EventLog): string[] {
  return data.map(({ message }) => message);
}

describe("the door to the processing log", () => {
  test("gives records newest first, in their own envelope", async () => {
    const { frame, note } = await newFrame();
    await note(1, { status: "STEP_FAILED" });
    await note(2);

    const answer = await frame.call(listEvents, { path: LOGS });

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      data: [2, 1].map((minute) => ({
        startTime: new Date(START + minute * 60_000).toISOString(),
        responseTime: 7,
        orgId: frame.view.portal.key,
        status: minute === 1 ? "STEP_FAILED" : "EVENT_SUCCESS",
        eventName: "logbook_search",
        inputRequest: '{"code":"logbook_search"}',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        webhookId: "/b24/activity/logbook_search",
        parentOrgId: -1,
        message: `minute ${minute}`,
      })),
      warnings: [],
      errors: [],
    });
  });

  test("goes on behind a record, also behind one of several of the same moment", async () => {
    const { note, list } = await newFrame();
    for (const minute of [1, 2, 2, 2, 3]) await note(minute);

    const seen: string[] = [];
    let query = "?limit=2";
    for (let page = await list(query); page.data.length > 0; page = await list(query)) {
      seen.push(...page.data.map(({ id }) => id));
      query = `?limit=2&before=${seen.at(-1) ?? ""}`;
    }

    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  test("filters by time, status, event name and id", async () => {
    const { note, list } = await newFrame();
    await note(1, { status: "STEP_TIMEOUT" });
    await note(2, { eventName: "ONAPPINSTALL" });
    await note(3);
    const at = (minute: number) => new Date(START + minute * 60_000).toISOString();
    const [last] = (await list()).data;

    expect(messages(await list(`?from=${at(2)}&to=${at(3)}`))).toEqual(["minute 2"]);
    expect(messages(await list("?status=STEP_TIMEOUT"))).toEqual(["minute 1"]);
    expect(messages(await list("?eventName=ONAPPINSTALL"))).toEqual(["minute 2"]);
    expect(messages(await list(`?id=${last?.id ?? ""}`))).toEqual(["minute 3"]);
    expect(await list(`?id=${randomUUID()}`)).toEqual({ data: [], warnings: [], errors: [] });
  });

  test("lets an API token of the scope in, and no other", async () => {
    const { scoped, note } = await newFrame();
    await note(1);
    const { portalId } = scoped;
    const good = await makeToken(db, { portalId, scopes: ["events:read"] });
    const wrong = await makeToken(db, { portalId, scopes: ["log:read", "runs:read"] });
    const ask = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      const request = new Request(`http://127.0.0.1:3000${LOGS}`, { headers });
      return listEvents(request, { params: Promise.resolve({}) });
    };

    const answers = [await ask(good.token), await ask(wrong.token), await ask("lb_none")];

    expect(answers.map(({ status }) => status)).toEqual([200, 403, 401]);
    expect(messages((await answers[0]?.json()) as EventLog)).toEqual(["minute 1"]);
    expect(await answers[2]?.json()).toEqual({
      data: [],
      warnings: [],
      errors: ["The API token is not valid."],
    });
  });

  test("opens one record with its run, warnings and errors", async () => {
    const { frame, note, list } = await newFrame();
    const runId = randomUUID();
    await note(1, { runId, warnings: ["late"], errors: ["deadline"] });
    const [record] = (await list()).data;
    const id = record?.id ?? "";

    const answer = await frame.call(getEvent, { path: `${LOGS}/${id}`, params: { id } });

    const log = (await answer.json()) as EventLog<EventDetail>;
    expect(log.data).toEqual([{ ...record, runId, warnings: ["late"], errors: ["deadline"] }]);
  });

  test("names parameters that mean nothing and works without them", async () => {
    const { note, list } = await newFrame();
    await note(1);

    const log = await list("?stauts=STEP_FAILED");

    expect(messages(log)).toEqual(["minute 1"]);
    expect(log.warnings).toEqual(["stauts: is no parameter of this door"]);
  });
});

describe("what the door refuses", () => {
  test.each([
    ["status=BAD", "status"],
    ["from=yesterday", "from"],
    ["limit=1000", "limit"],
    ["id=7", "id"],
    ["before=7", "before"],
    ["eventName=a%00", "eventName"],
  ])("%s, in the envelope and with the field's name", async (query, field) => {
    const { frame } = await newFrame();

    const answer = await frame.call(listEvents, { path: `${LOGS}?${query}` });

    const log = (await answer.json()) as EventLog;
    expect(answer.status).toBe(400);
    expect(log).toMatchObject({ data: [], warnings: [] });
    expect(log.errors[1]).toMatch(new RegExp(`^${field}: `));
  });

  test("a cursor and a record of another portal", async () => {
    const [own, other] = [await newFrame(), await newFrame()];
    await own.note(1);
    await other.note(2);
    const id = (await own.list()).data[0]?.id ?? "";

    const cursor = await other.frame.call(listEvents, { path: `${LOGS}?before=${id}` });
    const record = await other.frame.call(getEvent, { path: `${LOGS}/${id}`, params: { id } });

    expect([cursor.status, record.status]).toEqual([400, 404]);
    expect(messages(await other.list(`?id=${id}`))).toEqual([]);
    expect(await record.json()).toMatchObject({ data: [], errors: [`There is no event ${id}.`] });
  });

  test("a call without a session, with 401 in the envelope", async () => {
    const { frame } = await newFrame();
    const url = `http://127.0.0.1:3000${LOGS}?portal=${frame.view.portal.key}`;

    const answer = await listEvents(new Request(url), { params: Promise.resolve({}) });

    expect(answer.status).toBe(401);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(await answer.json()).toEqual({
      data: [],
      warnings: [],
      errors: ["There is no session for this portal."],
    });
  });

  test("a user who is no administrator", async () => {
    const { frame } = await newFrame(2);

    const answer = await frame.call(listEvents, { path: LOGS });

    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ data: [], errors: [expect.any(String)] });
  });
});
