import { once } from "node:events";
import { createServer, request as send, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import { appendEntries } from "../../../lib/archive/index.ts";
import { tryHotDoor } from "../../../lib/web/hot-door.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../support/index.ts";
import { makeToken } from "../../support/access.ts";

const ROWS = 3_000;
const { db } = await createTestDb();
const { portal } = await makePortal(db);
const { token } = await makeToken(db, { portalId: portal.id });
await appendEntries(testPortalCtx(db, { portalId: portal.id }), {
  epoch: 0,
  rows: Array.from({ length: ROWS }, (_, at) => ({
    ...{ nativeId: String(at + 1), timestampX: "2026-11-01T10:00:00+00:00", severity: "INFO" },
    ...{ auditTypeId: "USER_LOGIN", moduleId: "main", itemId: "1", remoteAddr: "203.0.113.7" },
    ...{ userAgent: "curl/8", requestUri: "/", siteId: "s1", userId: 1, guestId: null },
    description: "x".repeat(500),
  })),
});

const PAGES = 418;
const server = createServer((request, response) => {
  if (!tryHotDoor(request, response)) response.writeHead(PAGES).end();
}).listen(0, "127.0.0.1");
await once(server, "listening");
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const { port } = server.address() as AddressInfo;
const base = `http://127.0.0.1:${port}`;
const bearer = { authorization: `Bearer ${token}` };
const JSON_TYPE = { "content-type": "application/json" };

const call = (params: object) =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method: "auditlog.get", params });

describe("doors in front of the page server", () => {
  test("give a page of entries with the limits of its token", async () => {
    const answer = await fetch(`${base}/api/v1/entries?limit=2&order=asc`, { headers: bearer });

    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-ratelimit-limit")).toBe("600");
    expect(answer.headers.get("connection")).toBe("keep-alive");
    expect(((await answer.json()) as { items: object[] }).items).toHaveLength(2);
  });

  test.each(["/api_jsonrpc.php", "/api/jsonrpc"])(
    "give the result of auditlog.get at %s, whole also where it is long",
    async (path) => {
      const body = call({ after: 0 });
      const headers = { ...bearer, ...JSON_TYPE };
      const answer = await fetch(`${base}${path}`, { method: "POST", headers, body });

      const { result } = (await answer.json()) as { result: { auditid: string }[] };
      expect(result.map(({ auditid }) => Number(auditid))).toEqual(
        Array.from({ length: ROWS }, (_, at) => at + 1),
      );
    },
  );

  test.each([
    ["gzip, br", 100, "gzip"],
    ["*;q=0.5", 100, "gzip"],
    ["gzip;q=0", 100, null],
    ["identity", 100, null],
    ["gzip", 1, null],
  ])("for accept-encoding %s and %i entries are packed: %s", async (encoding, limit, packed) => {
    const headers = { ...bearer, "accept-encoding": encoding };
    const answer = await fetch(`${base}/api/v1/entries?limit=${limit}&fields=id`, { headers });

    expect(answer.headers.get("content-encoding")).toBe(packed);
    expect(answer.headers.get("vary")?.toLowerCase()).toContain("accept-encoding");
    expect(((await answer.json()) as { items: object[] }).items).toHaveLength(limit);
  });

  test("count calls of a token that is there, also of one that is refused then", async () => {
    const own = await makeToken(db, { portalId: portal.id });
    await db.apiToken.update({ where: { id: own.view.id }, data: { revokedAt: new Date() } });
    const headers = { ...JSON_TYPE, authorization: `Bearer ${own.token}` };
    const body = call({ limit: 1 });

    for (const left of ["599", "598"]) {
      const answer = await fetch(`${base}/api/jsonrpc`, { method: "POST", headers, body });

      expect(await answer.json()).toMatchObject({ error: { data: "Not authorized." } });
      expect(answer.headers.get("x-ratelimit-remaining")).toBe(left);
    }
  });

  test("refuse with a problem document, as they do behind it", async () => {
    const answer = await fetch(`${base}/api/v1/entries`, {
      headers: { authorization: "Bearer x" },
    });

    expect(answer.status).toBe(401);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  });

  test.each([
    ["OPTIONS", "/api/jsonrpc"],
    ["HEAD", "/api/v1/entries"],
    ["POST", "/api/v1/entries"],
    ["GET", "/api/v1/entries/"],
    ["GET", "/api/v1/entries/1"],
    ["GET", "/constructor"],
  ])("leave %s %s to it", async (method, path) => {
    expect((await fetch(`${base}${path}`, { method })).status).toBe(PAGES);
  });

  test("take the caller's address from the connection, whatever a header claims", async () => {
    const networks = ["192.0.2.0/24"];
    const own = await makeToken(db, { portalId: portal.id, networks });
    const headers = { authorization: `Bearer ${own.token}`, "x-logbook-peer": "192.0.2.1" };

    expect((await fetch(`${base}/api/v1/entries`, { headers })).status).toBe(403);
  });

  test("tell that a body is too large while it is still being sent", async () => {
    const sent = send(`${base}/api/jsonrpc`, { method: "POST", headers: JSON_TYPE });
    const answered = once(sent, "response") as Promise<[IncomingMessage]>;
    sent.on("error", () => undefined);
    sent.write("[".repeat(1_100_000));

    const [answer] = await answered;
    let text = "";
    for await (const chunk of answer) text += String(chunk);
    sent.destroy();

    expect(answer.headers.connection).toBe("close");
    expect(text).toContain('"code":-32600');
  });

  test("go on for others when a client leaves in the middle of a long answer", async () => {
    const headers = { ...bearer, ...JSON_TYPE };
    const body = call({ after: 0 });
    for (let at = 0; at < 8; at += 1) {
      const gone = new AbortController();
      const init = { method: "POST", headers, body, signal: gone.signal };
      await fetch(`${base}/api/jsonrpc`, init);
      gone.abort();
    }

    const answer = await fetch(`${base}/api/jsonrpc`, { method: "POST", headers, body });
    expect(((await answer.json()) as { result: object[] }).result).toHaveLength(ROWS);
  });
});
