import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GET as getRun } from "../../../app/api/v1/runs/[id]/route.ts";
import { POST as cancel } from "../../../app/api/v1/runs/[id]/cancel/route.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startRun } from "../../../lib/runs/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const root = join(import.meta.dirname, "../../..");

async function newFrame() {
  const portal = await cloud.addPortal();
  const scoped = await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  return { scoped, frame: await openFrame(portal) };
}

const own = await newFrame();
const other = await newFrame();
const METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"] as const;

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

// Found in the tree, so that a door that is added later is tried too.
const files = globSync("app/api/v1/**/route.ts", { cwd: root })
  .filter((file) => !file.includes("openapi.json"))
  .sort();
const doors = await Promise.all(
  files.map(async (file) => {
    const routes = (await import(join(root, file))) as Record<string, Handler | undefined>;
    return METHODS.flatMap((method) => {
      const handler = routes[method];
      return handler === undefined ? [] : [{ name: `${method} ${file}`, method, handler }];
    });
  }),
);

describe("every door of the API", () => {
  test.each(doors.flat().map((door) => [door.name, door] as const))(
    "%s refuses another portal's session",
    async (_name, { handler, method }) => {
      const answer = await other.frame.call(handler, {
        path: "/api/v1/x",
        method,
        params: { id: "1" },
        body: method === "GET" ? undefined : {},
        portalKey: own.frame.view.portal.key,
      });

      expect(answer.status).toBe(401);
    },
  );

  test.each(doors.flat().map((door) => [door.name, door] as const))(
    "%s refuses a call without any session",
    async (_name, { handler, method }) => {
      const request = new Request("http://127.0.0.1:3000/api/v1/x", { method });

      const answer = await handler(request, { params: Promise.resolve({ id: "1" }) });

      expect([401, 403]).toContain(answer.status);
    },
  );
});

describe("another portal's run", () => {
  test("is not found, neither to read nor to cancel", async () => {
    const { runId } = await startRun(own.scoped, {
      eventToken: "wf|a|e.signature",
      calledAt: new Date(),
      stepCode: "logbook_search",
      registeredCode: "logbook_search",
      workflowId: "wf",
      documentId: ["crm", "CCrmDocumentDeal", "DEAL_1"],
      documentType: ["crm", "CCrmDocumentDeal", "DEAL"],
      properties: {},
      isWaiting: true,
      timeoutSeconds: 600,
      calledByUserId: 1,
    });
    const path = `/api/v1/runs/${runId}`;
    const params = { id: runId };

    const mine = await own.frame.call(getRun, { path, params });
    const theirs = await other.frame.call(getRun, { path, params });
    const cancelled = await other.frame.call(cancel, { path, params, method: "POST" });

    expect([mine.status, theirs.status, cancelled.status]).toEqual([200, 404, 404]);
  });
});
