import { describe, expect, test } from "vitest";
import { GET as getMasks, PUT as putMasks } from "../../../app/api/v1/masks/route.ts";
import {
  GET as getRetention,
  POST as previewRetention,
  PUT as putRetention,
} from "../../../app/api/v1/retention/route.ts";
import { GET as getSettings, PATCH as patchSettings } from "../../../app/api/v1/settings/route.ts";
import { GET as getEvidence, POST as startCheck } from "../../../app/api/v1/verify/route.ts";
import { appendEntries, verifyJob } from "../../../lib/archive/index.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { makeEntry } from "../../db/archive/keep/bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

async function arrange() {
  const portal = await cloud.addPortal({ entries: 0 });
  const ctx = await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  return { ctx, portal, frame: await openFrame(portal) };
}

type Frame = Awaited<ReturnType<typeof openFrame>>;
type Handler = typeof getMasks;

async function call(frame: Frame, handler: Handler, method = "GET", body?: unknown) {
  const answer = await frame.call(handler, { path: "/api/v1/x", method, body });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

// Of years ago: shorter rules remove it at once.
const oldEntry = () => makeEntry(1, { timestampX: "2025-01-15T10:00:00+00:00", severity: "DEBUG" });

describe("the rules of retention", () => {
  test("are the usual ones at first, are looked at before they are saved, and name who set them", async () => {
    const { ctx, frame } = await arrange();
    await appendEntries(ctx, { epoch: 0, rows: [oldEntry(), makeEntry(2)] });
    const rules = { months: 36, rules: [{ severities: ["DEBUG"], months: 3 }] };

    const first = await call(frame, getRetention);
    const preview = await call(frame, previewRetention, "POST", rules);
    const unconfirmed = await call(frame, putRetention, "PUT", { rules });
    const saved = await call(frame, putRetention, "PUT", { rules, confirmedCount: 1 });

    expect(first.body).toMatchObject({ rules: { months: 36, rules: [] }, changedByName: null });
    expect(preview.body).toMatchObject({ removed: 1, kept: 1 });
    expect(unconfirmed.status).toBe(409);
    expect(saved.body).toMatchObject({ rules, changedBy: 1, isResorting: true });
    expect(saved.body["changedByName"]).toEqual(expect.stringMatching(/\S/));
  });

  test("that make no sense are refused with their place", async () => {
    const { frame } = await arrange();

    const answer = await call(frame, previewRetention, "POST", { months: 7, rules: [] });

    expect(answer).toMatchObject({ status: 400, body: { errors: [{ at: "months" }] } });
  });
});

describe("the masks", () => {
  test("are the built-in ones and those of the portal", async () => {
    const { frame } = await arrange();
    const rules = [
      { kind: "key", value: "passport" },
      { kind: "text", value: "CARD *" },
    ];

    const saved = await call(frame, putMasks, "PUT", { rules });
    const read = await call(frame, getMasks);

    expect(saved.status).toBe(200);
    expect(read.body).toMatchObject({ rules, builtIn: expect.any(Array) as unknown[] });
  });

  test("that would mask everything are refused", async () => {
    const { frame } = await arrange();

    const answer = await call(frame, putMasks, "PUT", { rules: [{ kind: "text", value: "*" }] });

    expect(answer.status).toBe(400);
  });
});

describe("the evidence", () => {
  test("tells the end of the chain, and the check that was started", async () => {
    const { ctx, frame } = await arrange();
    await appendEntries(ctx, { epoch: 0, rows: [makeEntry(1), makeEntry(2)] });

    const before = await call(frame, getEvidence);
    const started = await call(frame, startCheck, "POST", {});
    const payload = { portalId: String(ctx.portalId) };
    const job = { id: "1", attempt: 1, signal: new AbortController().signal };
    await verifyJob().handler(ctx, payload, job);
    const after = await call(frame, getEvidence);

    expect(before.body).toMatchObject({ check: null, head: { seq: "2" } });
    expect(started.body).toMatchObject({ check: { state: "running", toSeq: "2" } });
    expect(after.body).toMatchObject({
      check: { state: "ok", checked: 2, startedByName: expect.stringMatching(/\S/) as string },
      head: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    });
  });
});

describe("the check of a span", () => {
  test("is of everything when nothing is sent, as pages from before spans do", async () => {
    const { ctx, frame } = await arrange();
    await appendEntries(ctx, { epoch: 0, rows: [1, 2, 3].map((id) => makeEntry(id)) });
    const { portal, sessionToken } = frame.view;
    const headers = { "x-logbook-portal": portal.key, "x-logbook-session": sessionToken };
    const request = new Request("http://127.0.0.1/api/v1/verify", { method: "POST", headers });

    const answer = await startCheck(request, { params: Promise.resolve({}) });

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ check: { fromSeq: "1", toSeq: "3" } });
  });

  test("is of the entries that were asked for, and says so", async () => {
    const { ctx, frame } = await arrange();
    await appendEntries(ctx, { epoch: 0, rows: [1, 2, 3, 4].map((id) => makeEntry(id)) });

    const texts = await call(frame, startCheck, "POST", { fromSeq: "2", toSeq: "3" });
    await db.archiveCheck.deleteMany({ where: { portalId: ctx.portalId } });
    const numbers = await call(frame, startCheck, "POST", { toSeq: 3 });

    expect(texts.body).toMatchObject({ check: { fromSeq: "2", toSeq: "3", state: "running" } });
    expect(numbers.body).toMatchObject({ check: { fromSeq: "1", toSeq: "3" }, head: { seq: "4" } });
  });

  test.each([
    [{ fromSeq: "3", toSeq: "2" }, "fromSeq"],
    [{ fromSeq: "0" }, "fromSeq"],
    [{ toSeq: 1.5 }, "toSeq"],
    [{ toSeq: "99999999999999999999" }, "toSeq"],
    [{ from: "1" }, ""],
  ])("is refused with the place of what makes no sense: %j", async (body, at) => {
    const { frame } = await arrange();

    const answer = await call(frame, startCheck, "POST", body);

    expect(answer).toMatchObject({ status: 400, body: { errors: [{ at }] } });
  });

  test("beyond the archive's end is refused with the number of its last entry", async () => {
    const { ctx, frame } = await arrange();
    await appendEntries(ctx, { epoch: 0, rows: [makeEntry(1)] });

    const answer = await call(frame, startCheck, "POST", { toSeq: "2" });

    expect(answer).toMatchObject({
      ...{ status: 400, body: { detail: "toSeq: the archive ends at 1" } },
    });
  });
});

describe("what processes may read", () => {
  test("is shown in the settings as it was saved, and refused when it is broken", async () => {
    const { frame } = await arrange();

    const broken = await call(frame, patchSettings, "PATCH", { stepsQuery: "type:" });
    const empty = await call(frame, patchSettings, "PATCH", {});
    const saved = await call(frame, patchSettings, "PATCH", { stepsQuery: "type:USER_*" });
    const read = await call(frame, getSettings);

    expect([broken.status, empty.status, saved.status]).toEqual([400, 400, 200]);
    expect(read.body).toMatchObject({ stepsReadLog: true, stepsQuery: "type:USER_*" });
  });
});

describe("a person who is no administrator", () => {
  test.each([
    ["GET", getRetention],
    ["POST", previewRetention],
    ["PUT", putRetention],
    ["GET", getMasks],
    ["PUT", putMasks],
    ["GET", getEvidence],
    ["POST", startCheck],
    ["PATCH", patchSettings],
  ] as const)("is refused: %s %#", async (method, handler) => {
    const { portal } = await arrange();
    const frame = await openFrame(portal, 2);

    const body = method === "GET" ? undefined : {};
    const answer = await call(frame, handler, method, body);

    expect(answer.status).toBe(403);
  });
});
