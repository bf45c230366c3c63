import { globSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { POST as callRpc } from "../../../app/api/jsonrpc/route.ts";
import { flushReadings } from "../../../lib/access/index.ts";
import { appendEntries } from "../../../lib/archive/index.ts";
import { apiDocument } from "../../../lib/openapi/index.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../support/index.ts";
import { makeToken } from "../../support/access.ts";
import {
  hostileBody,
  hostileParams,
  hostileQuery,
  hostileText,
  hostileValue,
  openRandom,
  pickOf,
} from "../../support/hostile.ts";

const { db } = await createTestDb({ maxConnections: 10 });
const { portal } = await makePortal(db);
const { token } = await makeToken(db, { portalId: portal.id });
await appendEntries(testPortalCtx(db, { portalId: portal.id }), {
  epoch: 0,
  rows: [1, 2, 3].map((id) => ({
    ...{ nativeId: String(id), timestampX: `2026-11-01T10:00:0${id}+00:00`, severity: "INFO" },
    ...{ auditTypeId: "USER_LOGIN", moduleId: "main", itemId: "1", remoteAddr: "10.0.0.1" },
    ...{ userAgent: "curl/8", requestUri: "/", siteId: "s1", userId: 1, guestId: null },
    description: '{"a":"b"}',
  })),
});

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;
interface Door {
  method: string;
  path: string;
  names: string[];
  isForTokens: boolean;
  handler: Handler;
}

const files = globSync("app/api/v1/**/route.ts").map((file) => file.replaceAll("\\", "/"));

async function loadDoors(): Promise<Door[]> {
  const doors: Door[] = [];
  for (const [path, item] of Object.entries(apiDocument().paths ?? {})) {
    const wanted = `app${path.replaceAll(/\{(\w+)\}/g, "[$1]")}/route.ts`;
    const file = files.find((one) => one === wanted);
    if (file === undefined) continue;
    const module = (await import(pathToFileURL(file).href)) as Record<string, Handler>;
    for (const [method, operation] of Object.entries(item)) {
      const handler = module[method.toUpperCase()];
      if (handler === undefined) throw new Error(`${file} has no ${method}.`);
      const { parameters = [], security = [] } = operation as {
        parameters?: { in: string; name: string }[];
        security?: object[];
      };
      const names = parameters.filter((one) => one.in === "query").map(({ name }) => name);
      const isForTokens = security.some((one) => "token" in one);
      doors.push({ method: method.toUpperCase(), path, names, isForTokens, handler });
    }
  }
  return doors;
}

const doors = await loadDoors();

/** Everything of the portal that a call could change. */
async function stored(): Promise<unknown> {
  await flushReadings();
  const [counts] = await db.$queryRaw<object[]>`
    SELECT (SELECT count(*) FROM entry) AS entries, (SELECT count(*) FROM reading) AS readings,
      (SELECT count(*) FROM export_job) AS exports, (SELECT count(*) FROM api_token) AS tokens,
      (SELECT count(*) FROM saved_view) AS views, (SELECT count(*) FROM run) AS runs,
      (SELECT string_agg(row(portal.*)::text, '') FROM portal) AS portals`;
  return counts;
}

function request(door: Pick<Door, "method" | "path">, more: RequestInit & { query?: string }) {
  const { query = "", ...init } = more;
  const path = door.path.replaceAll(/\{\w+\}/g, "1");
  const hasBody = !["GET", "DELETE"].includes(door.method);
  const { body, ...bare } = init;
  return new Request(`http://127.0.0.1${path}${query}`, {
    ...(hasBody ? { ...bare, body: body ?? "" } : bare),
    method: door.method,
  });
}

const rpc = { method: "POST", path: "/api/jsonrpc" };
const TYPE = { "content-type": "application/json" };

/** By a problem document; the processing log by the errors of its own envelope. */
async function saysWhy(path: string, answer: Response): Promise<boolean> {
  const type = answer.headers.get("content-type");
  if (!path.startsWith("/api/v1/events/logs")) {
    await answer.body?.cancel();
    return type === "application/problem+json";
  }
  const { errors } = (await answer.json()) as { errors: unknown[] };
  return errors.length > 0;
}

describe("hostile requests", () => {
  test("10,000 of strangers on all doors are refused and leave nothing behind", async () => {
    const random = openRandom(20_261_121);
    const before = await stored();
    const faults: string[] = [];

    for (let at = 0; at < 10_000; at += 1) {
      const isRpc = at % 2 === 0;
      const door = isRpc ? null : pickOf(random, doors);
      const body = isRpc ? hostileBody(random) : JSON.stringify(hostileValue(random));
      const bearer = pickOf(random, ["Bearer lb_x", "Bearer ", "Basic eA==", "x".repeat(64)]);
      const headers = random() < 0.5 ? TYPE : { ...TYPE, authorization: bearer };
      const query = door === null ? "" : hostileQuery(random, [...door.names, "portal", "ticket"]);
      const sent = request(door ?? rpc, { headers, body, query });
      const id = hostileText(random);
      const answer =
        door === null
          ? await callRpc(sent)
          : await door.handler(sent, { params: Promise.resolve({ id }) });
      const isOpen = door?.path.endsWith("openapi.json") === true;
      const isFine = isRpc
        ? answer.status === 200
        : isOpen || (answer.status >= 400 && answer.status < 500);
      if (!isFine) faults.push(`${door?.method ?? ""} ${door?.path ?? "rpc"}: ${answer.status}`);
      if (isRpc && /"result"/.test(await answer.text()) && !body.includes("apiinfo"))
        faults.push(body);
    }

    expect(faults).toEqual([]);
    expect(await stored()).toEqual(before);
  });

  test("with a token get an answer or a reason from auditlog.get, never a fault of ours", async () => {
    const random = openRandom(7);
    const faults: unknown[] = [];

    for (let at = 0; at < 400; at += 1) {
      const params = hostileParams(random);
      const body = JSON.stringify({ jsonrpc: "2.0", id: at, method: "auditlog.get", params });
      const headers = { ...TYPE, authorization: `Bearer ${token}` };
      const answer = await callRpc(request(rpc, { headers, body }));
      const { error } = (await answer.json()) as { error?: { code: number; data: string } };
      if (answer.status !== 200 || error?.code === -32603) faults.push({ params, error });
    }

    expect(faults).toEqual([]);
  });

  test.each(doors.filter(({ isForTokens, path }) => isForTokens && !path.endsWith("/stream")))(
    "with a token are refused with a reason by $method $path",
    async (door) => {
      const random = openRandom(door.path.length);
      const scopes = ["log:read", "runs:read", "events:read"] as const;
      const own = await makeToken(db, { portalId: portal.id, scopes: [...scopes] });
      const headers = {
        ...TYPE,
        authorization: `Bearer ${own.token}`,
        "idempotency-key": "\\-".repeat(5),
      };

      for (let at = 0; at < 12; at += 1) {
        const body = JSON.stringify(hostileValue(random));
        const sent = request(door, { headers, body, query: hostileQuery(random, door.names) });
        const id = pickOf(random, ["1", "0", "-1", "99999999999999999999", hostileText(random)]);
        const answer = await door.handler(sent, { params: Promise.resolve({ id }) });

        expect(answer.status).toBeLessThan(500);
        expect(await saysWhy(door.path, answer)).toBe(answer.status >= 400);
      }
    },
  );
});
