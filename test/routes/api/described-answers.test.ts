import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { FRAME_DOORS, RUN_DOORS } from "../../../lib/openapi/frame-doors.ts";
import { TOKEN_DOORS } from "../../../lib/openapi/log-doors.ts";
import type { Door } from "../../../lib/openapi/door.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb } from "../../support/index.ts";
import { makeToken } from "../../support/access.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { appendMany, work } from "../../db/exports/bed.ts";
import { makeJobBed, start } from "../../db/steps/job-bed.ts";

const { db } = await createTestDb({ maxConnections: 10 });
const bed = await makeJobBed({ db, cloud: await startTestCloud() });
await bed.portal.finishInstall();
const { ctx } = bed;
const { portalId } = ctx;
await appendMany(ctx, { count: 12 });
const scopes = ["log:read", "runs:read", "events:read"] as const;
const { token } = await makeToken(db, { portalId, scopes: [...scopes] });
const frame = await openFrame(bed.portal);

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;
interface Sent {
  id?: string;
  query?: string;
  body?: object;
  secret?: string;
}

async function load({ method, path }: Pick<Door, "method" | "path">): Promise<Handler> {
  const file = resolve(`app${path.replaceAll(/\{(\w+)\}/g, "[$1]")}/route.ts`);
  const module = (await import(pathToFileURL(file).href)) as Record<string, Handler>;
  const handler = module[method.toUpperCase()];
  if (handler === undefined) throw new Error(`${path} has no ${method}.`);
  return handler;
}

async function ask(door: Door, { id = "1", query = "", body, secret = token }: Sent) {
  const handler = await load(door);
  const params = { id };
  if (door.who === "frame") {
    const sent = { path: `${door.path}${query}`, params, body, method: door.method.toUpperCase() };
    return frame.call(handler, sent);
  }
  const headers = {
    ...{ authorization: `Bearer ${secret}`, "content-type": "application/json" },
    "idempotency-key": randomUUID(),
  };
  const request = new Request(`http://127.0.0.1:3000${door.path.replace("{id}", id)}${query}`, {
    ...{ method: door.method.toUpperCase(), headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return handler(request, { params: Promise.resolve(params) });
}

const doorOf = (name: string): Door => {
  const found = [...TOKEN_DOORS, ...RUN_DOORS, ...FRAME_DOORS].find(
    ({ method, path }) => `${method} ${path}` === name,
  );
  if (found === undefined) throw new Error(`There is no door ${name}.`);
  return found;
};

async function made(): Promise<string> {
  // Only so many are prepared at a time.
  await db.exportJob.updateMany({ data: { state: "cancelled", finishedAt: new Date() } });
  const answer = await ask(doorOf("post /api/v1/exports"), { body: { format: "csv" } });
  return ((await answer.json()) as { id: string }).id;
}

async function ready(): Promise<string> {
  const id = await made();
  await work({ ...ctx, actor: { kind: "system" } }, id);
  return id;
}

const run = async () => {
  const { key, secret } = await start(bed);
  return { id: key.runId, secret };
};
const rpc = { jsonrpc: "2.0", id: 1, method: "auditlog.get", params: { limit: 2 } };

// One real call of each door that answers in JSON.
const CALLS: Record<string, (() => Promise<Sent>)[]> = {
  "get /api/v1/entries": [
    async () => ({ query: "?limit=5&q=is:wrong%20(" }),
    async () => ({ query: "?order=asc&fields=id,at" }),
  ],
  "get /api/v1/entries/count": [async () => ({})],
  "get /api/v1/entries/{id}": [async () => ({})],
  "get /api/v1/entries/{id}/context": [async () => ({ id: "5", query: "?limit=3" })],
  "get /api/v1/live": [async () => ({ query: "?after=3" })],
  "get /api/v1/facets": [async () => ({ query: "?fields=type,user,ip" })],
  "get /api/v1/histogram": [async () => ({}), async () => ({ query: "?q=type:NOTHING" })],
  "get /api/v1/heatmap": [async () => ({})],
  "get /api/v1/coverage": [async () => ({})],
  "get /api/v1/verify": [async () => ({})],
  "post /api/v1/verify": [async () => ({ body: {} })],
  "get /api/v1/exports": [async () => ({})],
  "post /api/v1/exports": [async () => ({ body: { format: "ndjson" } })],
  "post /api/v1/exports/preview": [async () => ({ body: { format: "csv" } })],
  "get /api/v1/exports/{id}": [async () => ({ id: await made() })],
  "delete /api/v1/exports/{id}": [async () => ({ id: await made() })],
  "post /api/v1/exports/{id}/cancel": [async () => ({ id: await made() })],
  "get /api/v1/exports/{id}/manifest": [async () => ({ id: await ready() })],
  "post /api/jsonrpc": [
    async () => ({ body: rpc }),
    async () => ({ body: [rpc, { ...rpc, method: "host.get" }] }),
  ],
  "post /api_jsonrpc.php": [async () => ({ body: rpc })],
  "get /api/v1/runs": [async () => ({})],
  "get /api/v1/runs/{id}": [run, async () => ({ id: (await run()).id })],
  "get /api/v1/events/logs": [async () => ({})],
  "get /api/v1/events/logs/{id}": [
    async () => {
      const list = await ask(doorOf("get /api/v1/events/logs"), {});
      return { id: ((await list.json()) as { data: { id: string }[] }).data[0]?.id ?? "" };
    },
  ],
  "get /api/v1/openapi.json": [async () => ({})],
  "post /api/v1/runs/{id}/complete": [async () => ({ ...(await run()), body: { result: "paid" } })],
  "post /api/v1/runs/{id}/fail": [async () => ({ ...(await run()), body: { message: "no" } })],
  "post /api/v1/runs/{id}/heartbeat": [run],
  "post /api/v1/runs/{id}/progress": [async () => ({ ...(await run()), body: { message: "x" } })],
  "get /api/v1/tokens": [async () => ({})],
  "post /api/v1/tokens": [
    async () => ({ body: { name: "A", scopes: ["log:read"], networks: [], expiresAt: null } }),
  ],
  "delete /api/v1/tokens/{id}": [async () => ({ id: (await makeToken(db, { portalId })).view.id })],
  "get /api/v1/readers": [async () => ({})],
  "get /api/v1/readings": [async () => ({})],
};

describe("what the description says of an answer holds for a real one", () => {
  test("of every door for other systems", () => {
    const inJson = [...TOKEN_DOORS, ...RUN_DOORS].filter(({ type }) => type === undefined);

    for (const { method, path, answer } of inJson) {
      expect(CALLS[`${method} ${path}`], `${method} ${path}`).toBeDefined();
      expect(answer, `${method} ${path}`).toBeDefined();
    }
  });

  test.each(Object.entries(CALLS))("of %s, with nothing left out", async (name, calls) => {
    const door = doorOf(name);
    for (const call of calls) {
      const response = await ask(door, await call());
      const answer: unknown = await response.json();

      expect(response.status, JSON.stringify(answer)).toBeLessThan(300);
      // What is not described would be missing in what was read by the schema.
      expect(door.answer?.parse(answer)).toEqual(answer);
    }
  });
});
