import { randomUUID } from "node:crypto";
import { globSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { TOKEN_DOORS } from "../../../lib/openapi/log-doors.ts";
import { createTestDb, makePortal } from "../../support/index.ts";
import { makeToken } from "../../support/access.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { appendMany, work } from "../../db/exports/bed.ts";
import { makeJobBed, start } from "../../db/steps/job-bed.ts";

const { db } = await createTestDb({ maxConnections: 10 });
const owner = await makeJobBed({ db, cloud: await startTestCloud() });
await owner.portal.finishInstall();
await appendMany(owner.ctx, { count: 5 });
const { key: ownerKey } = await db.portal.findUniqueOrThrow({ where: { id: owner.ctx.portalId } });
const { portal: other } = await makePortal(db);
const scopes = ["log:read", "runs:read", "events:read"] as const;
const tokenOf = async (portalId: bigint) =>
  (await makeToken(db, { portalId, scopes: [...scopes] })).token;
const ownerToken = await tokenOf(owner.ctx.portalId);
const strangerToken = await tokenOf(other.id);

const { key: run } = await start(owner);

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;
interface Door {
  name: string;
  method: string;
  path: string;
  handler: Handler;
}

const METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"];

// Found in the tree, so that a door that is added later is tried too.
const files = globSync("app/api/v1/**/route.ts").map((file) => file.replaceAll("\\", "/"));
const doors: Door[] = [];
for (const file of files.filter((one) => !one.includes("openapi.json")).sort()) {
  const module = (await import(pathToFileURL(resolve(file)).href)) as Record<string, Handler>;
  const path = file.replace(/^app/, "").replace(/\/route\.ts$/, "");
  for (const method of METHODS) {
    const handler = module[method];
    if (handler !== undefined) doors.push({ name: `${method} ${path}`, method, path, handler });
  }
}

async function ask({ handler, method, path }: Door, token: string, more: Asked = {}) {
  const { id = "1", portalKey } = more;
  const request = new Request(`http://127.0.0.1${path.replace("[id]", id)}`, {
    method,
    headers: {
      ...{ authorization: `Bearer ${token}`, "content-type": "application/json" },
      "idempotency-key": randomUUID(),
      ...(portalKey !== undefined && { "x-logbook-portal": portalKey }),
    },
    ...(!["GET", "DELETE"].includes(method) && { body: '{"format":"csv"}' }),
  });
  return handler(request, { params: Promise.resolve({ id, code: id }) });
}

interface Asked {
  id?: string;
  portalKey?: string;
}

describe("another portal's token", () => {
  test("is tried on more than sixty doors", () => {
    expect(doors.length).toBeGreaterThan(60);
  });

  test.each(doors.map((door) => [door.name, door] as const))(
    "is refused by %s where the request names this portal",
    async (_, door) => {
      const id = door.path.includes("/runs/") ? run.runId : "1";
      const answer = await ask(door, strangerToken, { id, portalKey: ownerKey });

      // Without its secret a run is not there.
      const refusals = door.path.includes("/runs/") ? [401, 403, 404] : [401, 403];
      expect(refusals).toContain(answer.status);
    },
  );
});

async function exportOf(): Promise<string> {
  const create = doors.find(({ name }) => name === "POST /api/v1/exports");
  if (create === undefined) throw new Error("There is no door for files.");
  await db.exportJob.updateMany({ data: { state: "cancelled", finishedAt: new Date() } });
  return ((await (await ask(create, ownerToken)).json()) as { id: string }).id;
}

async function readyExport(): Promise<string> {
  const id = await exportOf();
  await work({ ...owner.ctx, actor: { kind: "system" } }, id);
  return id;
}

const event = async () => {
  const found = await db.processingEvent.findFirstOrThrow({
    where: { portalId: owner.ctx.portalId },
  });
  return found.id;
};

// What the number in the path stands for; entries have the same numbers in each portal, of which the other has none.
const IDS: Record<string, () => Promise<string>> = {
  "/api/v1/entries/[id]": async () => Promise.resolve("3"),
  "/api/v1/entries/[id]/context": async () => Promise.resolve("3"),
  "/api/v1/exports/[id]": exportOf,
  "/api/v1/exports/[id]/cancel": exportOf,
  "/api/v1/exports/[id]/file": readyExport,
  "/api/v1/exports/[id]/manifest": readyExport,
  "/api/v1/runs/[id]": async () => Promise.resolve(run.runId),
  "/api/v1/events/logs/[id]": event,
};

const numbered = TOKEN_DOORS.filter(({ path }) => path.includes("{id}")).map((described) => {
  const path = described.path.replace("{id}", "[id]");
  return { path, name: `${described.method.toUpperCase()} ${path}` };
});

describe("what has a number", () => {
  test.each(numbered)(
    "is there for its portal's token and not for another's at $name",
    async ({ name, path }) => {
      const door = doors.find((one) => one.name === name);
      const id = await IDS[path]?.();
      if (door === undefined || id === undefined) throw new Error(`Nobody tries ${name}.`);

      const theirs = await ask(door, strangerToken, { id });
      const mine = await ask(door, ownerToken, { id });

      expect([theirs.status, mine.status]).toEqual([404, 200]);
    },
  );
});
