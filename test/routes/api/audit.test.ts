import { describe, expect, test } from "vitest";
import { OPTIONS, POST } from "../../../app/api/jsonrpc/route.ts";
import { flushReadings, TOKEN_LIMITS } from "../../../lib/access/index.ts";
import { appendEntries } from "../../../lib/archive/index.ts";
import { countTokenCall } from "../../../lib/http/rate-limit.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../support/index.ts";
import { makeToken } from "../../support/access.ts";

const { db } = await createTestDb();

async function newPortal(entries: number) {
  const { portal } = await makePortal(db);
  const rows = Array.from({ length: entries }, (_, id) => ({
    ...{ nativeId: String(id + 1), timestampX: "2026-11-01T10:00:00+00:00", severity: "INFO" },
    ...{ auditTypeId: "USER_AUTHORIZE", moduleId: "main", itemId: "1", remoteAddr: "" },
    ...{ userAgent: null, requestUri: "/", siteId: "s1", userId: 1, guestId: null },
    description: `of ${portal.key}`,
  }));
  if (rows.length > 0) {
    await appendEntries(testPortalCtx(db, { portalId: portal.id }), { epoch: 0, rows });
  }
  return { portal, ...(await makeToken(db, { portalId: portal.id })) };
}

interface Sent {
  token?: string;
  body?: string;
  type?: string;
}

function send({ token, body = "", type = "application/json-rpc" }: Sent): Promise<Response> {
  const headers: Record<string, string> = { "content-type": type };
  if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
  const url = "http://127.0.0.1/api/jsonrpc";
  return POST(new Request(url, { method: "POST", headers, body }));
}

const call = (params: unknown = {}) =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method: "auditlog.get", params });

async function answerTo(sent: Sent): Promise<Record<string, unknown>> {
  const response = await send(sent);
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

describe("the door of JSON-RPC", () => {
  test("takes the three types of content, and no other", async () => {
    const { token } = await newPortal(1);
    const types = [
      "application/json-rpc",
      "application/json; charset=utf-8",
      "application/jsonrequest",
    ];

    const good = await Promise.all(types.map((type) => send({ token, body: call(), type })));
    const wrong = await send({ token, body: call(), type: "text/plain" });

    expect(good.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(wrong.status).toBe(412);
    expect(await wrong.text()).toBe("");
  });

  test("tells browsers what it takes", () => {
    const answer = OPTIONS();

    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-methods")).toContain("POST");
    expect(answer.headers.get("access-control-allow-headers")).toContain("Authorization");
  });

  test("shows a token its own portal and nothing of another, whatever is asked for", async () => {
    const [mine, other] = [await newPortal(2), await newPortal(3)];

    const seen = await answerTo({ token: mine.token, body: call({ auditids: [1, 2, 3] }) });
    const text = JSON.stringify(seen);

    expect(seen["result"]).toHaveLength(2);
    expect(text).toContain(mine.portal.key);
    expect(text).not.toContain(other.portal.key);
  });

  test("refuses unknown, expired, revoked and narrower tokens in its own words", async () => {
    const { portal, token, view } = await newPortal(1);
    const portalId = portal.id;
    const narrow = await makeToken(db, { portalId, scopes: ["runs:read"] });
    const afar = await makeToken(db, { portalId, networks: ["192.0.2.0/24"] });
    const past = new Date(Date.now() - 1_000);
    const old = await makeToken(db, { portalId });
    await db.apiToken.update({ where: { id: old.view.id }, data: { expiresAt: past } });
    await db.apiToken.update({ where: { id: view.id }, data: { revokedAt: past } });
    const error = async (given: string) =>
      (await answerTo({ token: given, body: call() }))["error"];
    const params = { code: -32602, message: "Invalid params." };
    const application = { code: -32500, message: "Application error." };

    expect(await error("x".repeat(64))).toEqual({ ...params, data: "Not authorized." });
    expect(await error(token)).toEqual({ ...params, data: "Not authorized." });
    expect(await error(old.token)).toEqual({ ...application, data: "API token expired." });
    const noRight = { ...application, data: 'No permissions to call "auditlog.get".' };
    expect(await error(narrow.token)).toEqual(noRight);
    expect(await error(afar.token)).toEqual(noRight);
  });

  test("writes down who read what", async () => {
    const { portal, token, view } = await newPortal(3);

    await answerTo({ token, body: call({ limit: 2 }) });
    await flushReadings();

    const readings = await db.$queryRaw`SELECT kind, token_id, method, query, rows FROM reading
      WHERE portal_id = ${portal.id}`;
    expect(readings).toEqual([
      { kind: "api", token_id: view.id, method: "auditlog.get", query: { limit: 2 }, rows: 2 },
    ]);
  });

  test("answers too many calls with 429 and when to come back", async () => {
    const { token, view } = await newPortal(0);
    for (let calls = 1; calls < TOKEN_LIMITS.perMinute; calls += 1) countTokenCall(view.id);

    const [last, refused] = [
      await send({ token, body: call() }),
      await send({ token, body: call() }),
    ];

    expect([last.status, refused.status]).toEqual([200, 429]);
    expect(last.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ error: { code: -32500 }, id: null });
  });

  test("refuses a body that is larger than any call", async () => {
    const { token } = await newPortal(0);

    const answer = await answerTo({ token, body: " ".repeat(1_100_000) });

    expect(answer).toMatchObject({ error: { code: -32600 }, id: null });
  });
});
