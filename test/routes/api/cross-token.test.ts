import { describe, expect, test } from "vitest";
import { POST as callRpc } from "../../../app/api/jsonrpc/route.ts";
import { GET as entryContext } from "../../../app/api/v1/entries/[id]/context/route.ts";
import { GET as getEntry } from "../../../app/api/v1/entries/[id]/route.ts";
import { GET as countEntries } from "../../../app/api/v1/entries/count/route.ts";
import { GET as listEntries } from "../../../app/api/v1/entries/route.ts";
import { POST as cancelExport } from "../../../app/api/v1/exports/[id]/cancel/route.ts";
import { GET as exportFile } from "../../../app/api/v1/exports/[id]/file/route.ts";
import { GET as exportManifest } from "../../../app/api/v1/exports/[id]/manifest/route.ts";
import {
  DELETE as deleteExport,
  GET as getExport,
} from "../../../app/api/v1/exports/[id]/route.ts";
import { POST as previewExport } from "../../../app/api/v1/exports/preview/route.ts";
import { GET as listExports, POST as createExport } from "../../../app/api/v1/exports/route.ts";
import { GET as streamExport } from "../../../app/api/v1/exports/stream/route.ts";
import { GET as readFacets } from "../../../app/api/v1/facets/route.ts";
import { GET as readLive } from "../../../app/api/v1/live/route.ts";
import { GET as openStream } from "../../../app/api/v1/stream/route.ts";
import { appendEntries } from "../../../lib/archive/index.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../support/index.ts";
import { makeToken } from "../../support/access.ts";

const { db } = await createTestDb({ maxConnections: 10 });

async function newPortal(entries: number) {
  const { portal } = await makePortal(db);
  await appendEntries(testPortalCtx(db, { portalId: portal.id }), {
    epoch: 0,
    rows: Array.from({ length: entries }, (_, at) => ({
      ...{ nativeId: String(at + 1), timestampX: `2026-11-01T10:00:0${at}+00:00` },
      ...{ severity: "INFO", auditTypeId: "USER_LOGIN", moduleId: "main", itemId: portal.key },
      ...{ remoteAddr: "10.0.0.1", userAgent: portal.key, requestUri: `/${portal.key}` },
      ...{ siteId: "s1", userId: 1, guestId: null, description: portal.key },
    })),
  });
  return { portal, ...(await makeToken(db, { portalId: portal.id })) };
}

const owner = await newPortal(5);
const stranger = await newPortal(1);

type Handler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;
interface Sent<P> {
  query?: string;
  params?: P;
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

function call<P>(token: string, handler: Handler<P>, sent: Sent<P> = {}): Promise<Response> {
  const { query = "", params = {} as P, method = "GET", body, headers = {} } = sent;
  const own = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const request = new Request(`http://127.0.0.1/api/v1/x${query}`, {
    ...{ method, headers: { ...own, ...headers } },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return handler(request, { params: Promise.resolve(params) });
}

const byStranger = <P>(handler: Handler<P>, sent?: Sent<P>) => call(stranger.token, handler, sent);

describe("a token of another portal", () => {
  test.each<[string, () => Promise<Response>]>([
    ["entries", () => byStranger(listEntries)],
    ["live", () => byStranger(readLive, { query: "?after=0" })],
    ["facets", () => byStranger(readFacets, { query: "?fields=item,type" })],
    ["a file", () => byStranger(streamExport, { query: "?format=ndjson" })],
    ["exports", () => byStranger(listExports)],
  ])("sees only what is its own among %s", async (_, ask) => {
    const answer = await ask();

    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain(owner.portal.key);
  });

  test("counts only its own entries, and reads them by auditlog.get", async () => {
    const counted = await byStranger(countEntries);
    const previewed = await byStranger(previewExport, { method: "POST", body: { format: "csv" } });
    const body = { jsonrpc: "2.0", id: 1, method: "auditlog.get", params: { after: 0 } };
    const listed = await call(stranger.token, (request) => callRpc(request), {
      method: "POST",
      body,
    });

    expect(await counted.json()).toMatchObject({ total: 1 });
    expect(await previewed.json()).toMatchObject({ total: 1 });
    const text = await listed.text();
    expect(text).toContain(stranger.portal.key);
    expect(text).not.toContain(owner.portal.key);
  });

  test("does not find entries by numbers that only the other portal gave", async () => {
    const params = { id: "4" };

    expect((await call(owner.token, getEntry, { params })).status).toBe(200);
    expect((await byStranger(getEntry, { params })).status).toBe(404);
    expect((await byStranger(entryContext, { params })).status).toBe(404);
  });

  test("cannot go on by the other's cursor, nor its own by another question", async () => {
    const page = await call(owner.token, listEntries, { query: "?limit=2" });
    const { older } = (await page.json()) as { older: string };
    const cursor = encodeURIComponent(older);

    const own = await call(owner.token, listEntries, { query: `?limit=2&cursor=${cursor}` });
    const refused = [
      await byStranger(listEntries, { query: `?limit=2&cursor=${cursor}` }),
      await call(owner.token, listEntries, { query: `?limit=2&q=x&cursor=${cursor}` }),
      await call(owner.token, listEntries, { query: `?limit=2&order=asc&cursor=${cursor}` }),
      await call(owner.token, listEntries, { query: `?limit=2&cursor=x${cursor}` }),
    ];

    expect(own.status).toBe(200);
    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    for (const answer of refused) {
      expect(await answer.json()).toMatchObject({
        detail: "cursor_invalid",
        errors: [{ at: "cursor" }],
      });
    }
  });

  test("has no part in the other's files", async () => {
    const created = await call(owner.token, createExport, {
      ...{ method: "POST", body: { format: "csv" }, headers: { "idempotency-key": "example-1" } },
    });
    expect(created.status).toBe(200);
    const params = (await created.json()) as { id: string };

    const answers = [
      await byStranger(getExport, { params }),
      await byStranger(exportFile, { params }),
      await byStranger(exportManifest, { params }),
      await byStranger(cancelExport, { params, method: "POST" }),
      await byStranger(deleteExport, { params, method: "DELETE" }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await call(owner.token, getExport, { params })).status).toBe(200);
  });

  test("is refused where the request names the other portal", async () => {
    const headers = { "x-logbook-portal": owner.portal.key };

    expect((await byStranger(listEntries, { headers })).status).toBe(403);
    expect((await byStranger(openStream, { headers })).status).toBe(403);
  });
});
