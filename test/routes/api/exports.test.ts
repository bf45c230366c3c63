import { describe, expect, test } from "vitest";
import { POST as cancel } from "../../../app/api/v1/exports/[id]/cancel/route.ts";
import { GET as download } from "../../../app/api/v1/exports/[id]/file/route.ts";
import { GET as manifest } from "../../../app/api/v1/exports/[id]/manifest/route.ts";
import { DELETE as drop, GET as getOne } from "../../../app/api/v1/exports/[id]/route.ts";
import { POST as preview } from "../../../app/api/v1/exports/preview/route.ts";
import { GET as list, POST as create } from "../../../app/api/v1/exports/route.ts";
import { GET as stream } from "../../../app/api/v1/exports/stream/route.ts";
import { POST as makeTicket } from "../../../app/api/v1/exports/tickets/route.ts";
import { flushReadings } from "../../../lib/access/index.ts";
import { env } from "../../../lib/env.ts";
import type { ExportView } from "../../../lib/exports/shared.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { appendMany, work } from "../../db/exports/bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

async function arrange() {
  const portal = await cloud.addPortal({ entries: 0 });
  const ctx = await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  await appendMany(ctx, { count: 12 });
  return { ctx, portal, frame: await openFrame(portal) };
}

type Frame = Awaited<ReturnType<typeof openFrame>>;
const { ctx, portal, frame } = await arrange();
const other = await arrange();

async function make(by: Frame, key: string, body: object = { format: "csv" }): Promise<Response> {
  const headers = {
    "content-type": "application/json",
    "x-logbook-portal": by.view.portal.key,
    "x-logbook-session": by.view.sessionToken,
    "idempotency-key": key,
  };
  const url = new URL("/api/v1/exports", env().APP_URL);
  const request = new Request(url, { method: "POST", headers, body: JSON.stringify(body) });
  return create(request, { params: Promise.resolve({}) });
}

async function ticketFor(path: string, by = frame): Promise<string> {
  const answer = await by.call(makeTicket, { path: "/x", method: "POST", body: { path } });
  return ((await answer.json()) as { url: string }).url;
}

const STREAM = "/api/v1/exports/stream?format=ndjson&columns=id&q=type%3AUSER_AUTHORIZE";
const go = async (url: string) =>
  stream(new Request(new URL(url, env().APP_URL)), { params: Promise.resolve({}) });

describe("a download at once", () => {
  test("needs no header: its address has a ticket that opens it once", async () => {
    const url = await ticketFor(STREAM);

    const first = await go(url);
    const lines = (await first.text()).trimEnd().split("\n");
    const second = await go(url);

    expect(first.status).toBe(200);
    expect(first.headers.get("content-disposition")).toMatch(
      /^attachment; filename="bitrix24-log-/,
    );
    expect(first.headers.get("x-total-count")).toBe("12");
    expect(lines).toHaveLength(12);
    expect(second.status).toBe(401);
  });

  test("is not begun by a look at its size, which leaves the link as it was", async () => {
    const url = await ticketFor(STREAM);
    const looked = new Request(new URL(url, env().APP_URL), { method: "HEAD" });

    const look = await stream(looked, { params: Promise.resolve({}) });
    const text = await look.text();
    await flushReadings();
    const [reading] = await db.reading.findMany({
      where: { portalId: ctx.portalId },
      orderBy: { id: "desc" },
      take: 1,
    });
    const first = await go(url);

    expect([look.status, text, look.headers.get("x-total-count")]).toEqual([200, "", "12"]);
    expect(reading).toMatchObject({ kind: "view", method: "exports.stream", rows: 0 });
    expect(first.status).toBe(200);
    expect((await first.text()).trimEnd().split("\n")).toHaveLength(12);
  });

  test("with a ticket for another address is refused", async () => {
    const url = await ticketFor(STREAM);

    const changed = await go(url.replace("USER_AUTHORIZE", "USER_LOGIN"));
    const forged = await go(`${STREAM}&ticket=forged`);

    expect([changed.status, forged.status]).toEqual([401, 401]);
  });

  test.each([
    ["format=pdf", "format"],
    ["format=csv&columns=id,nothing", "columns.1"],
    ["format=csv&tz=Mars", "tz"],
    ["format=csv&q=typo:A", "q"],
    ["format=csv&from=sometime", "from"],
    ["format=csv&ids=1,x", "ids.1"],
  ])("of %s is refused and names %s", async (query, at) => {
    const answer = await frame.call(stream, { path: `/api/v1/exports/stream?${query}` });

    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(((await answer.json()) as { errors: unknown }).errors).toMatchObject([{ at }]);
  });
});

describe("a prepared file", () => {
  test("is made, told, downloaded by ticket more than once, and deleted", async () => {
    const made = (await (await make(frame, "key-of-whole-way")).json()) as ExportView;
    const params = { id: made.id };
    const path = `/api/v1/exports/${made.id}/file`;
    const early = await frame.call(download, { path, params });
    await work(ctx, made.id);
    const url = await ticketFor(path);
    const take = async (range = {}) =>
      download(new Request(new URL(url, env().APP_URL), { headers: range }), {
        params: Promise.resolve(params),
      });

    const [whole, part] = [await take(), await take({ range: "bytes=3-12" })];
    const texts = [await whole.text(), await part.text()];
    const told = await frame.call(manifest, { path, params });
    const shown = (await (await frame.call(list, { path: "/x" })).json()) as {
      items: ExportView[];
    };
    const gone = await frame.call(drop, { path: "/x", params, method: "DELETE" });

    expect(early.status).toBe(409);
    expect([whole.status, part.status, told.status, gone.status]).toEqual([200, 206, 200, 200]);
    // Reading as text takes the mark of three bytes away.
    expect(texts[1]).toBe(texts[0]?.slice(0, 10));
    expect(shown.items.find(({ id }) => id === made.id)).toMatchObject({
      state: "ready",
      written: 12,
    });
    expect((await frame.call(getOne, { path: "/x", params })).status).toBe(404);
  });

  test("of another user and of another portal is not there, whatever is tried", async () => {
    const made = (await (await make(frame, "key-of-my-own")).json()) as ExportView;
    const params = { id: made.id };
    await work(ctx, made.id);
    const doors = [
      [getOne, "GET"],
      [download, "GET"],
      [manifest, "GET"],
      [cancel, "POST"],
      [drop, "DELETE"],
    ] as const;

    for (const [door, method] of doors) {
      const answer = await other.frame.call(door, { path: "/x", params, method });
      expect(answer.status).toBe(404);
    }
    const url = await ticketFor(`/api/v1/exports/${made.id}/file`, other.frame);
    const answer = await download(new Request(new URL(url, env().APP_URL)), {
      params: Promise.resolve(params),
    });
    expect(answer.status).toBe(404);
  });

  test("without a key, or of an unknown format, is refused", async () => {
    const keyless = await frame.call(create, {
      path: "/x",
      method: "POST",
      body: { format: "csv" },
    });
    const formless = await make(frame, "key-of-no-form", { format: "pdf" });

    expect([keyless.status, formless.status]).toEqual([400, 400]);
    expect(await formless.json()).toMatchObject({ errors: [{ at: "format" }] });
  });

  test.each([
    ["a zero character", "a\0"],
    ["half a character", "\ud800"],
  ])("of a query with %s is refused and names it", async (_what, q) => {
    const made = await make(frame, "key-of-unstorable", { format: "csv", q });
    const counted = await frame.call(preview, {
      ...{ path: "/x", method: "POST", body: { format: "csv", from: `now${q}` } },
    });

    expect([made.status, counted.status]).toEqual([400, 400]);
    expect(await made.json()).toMatchObject({ errors: [{ at: "q" }] });
    expect(await counted.json()).toMatchObject({ errors: [{ at: "from" }] });
  });

  test("is counted before it is made", async () => {
    const body = { format: "csv", q: "id:<=5" };

    const answer = await frame.call(preview, { path: "/x", method: "POST", body });

    expect(await answer.json()).toEqual({ total: 5, headSeq: "12" });
  });
});

test("a person who is no administrator gets no export at all", async () => {
  const employee = await openFrame(portal, 2);
  const body = { format: "csv" };
  const answers = [
    await employee.call(list, { path: "/x" }),
    await employee.call(preview, { path: "/x", method: "POST", body }),
    await employee.call(stream, { path: STREAM }),
    await employee.call(makeTicket, { path: "/x", method: "POST", body: { path: STREAM } }),
    await make(employee, "key-of-employee"),
  ];

  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
});
