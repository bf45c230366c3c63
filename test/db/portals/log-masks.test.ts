import { afterEach, describe, expect, test, vi } from "vitest";
import { saveMasks } from "../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { batchPortal, batchPortalV3, callPortal, flushCalls } from "../../../lib/portals/index.ts";
import type { FaultAction, Portal } from "../../portal/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

afterEach(() => {
  cloud.faults.clear();
  vi.restoreAllMocks();
});

const LIST = "main.eventlog.list";
const SECRET = "Blue Heron 4711";
const HIDDEN = /heron|4711|quiet-value/i;
const rules = [
  { kind: "text", value: "blue*4711" } as const,
  { kind: "key", value: "clientRef" } as const,
];
const texts = [
  `said ${SECRET} twice: ${SECRET}`,
  JSON.stringify({ note: SECRET, client_ref: "quiet-value" }),
  `==${Buffer.from(JSON.stringify({ clientRef: "quiet-value" })).toString("base64")}`,
  `a:1:{s:9:"clientRef";s:11:"quiet-value";}`,
];
const query = {
  filter: [["auditTypeId", "!=", SECRET]],
  order: { id: "DESC" },
  pagination: { limit: texts.length },
};

async function installed(): Promise<{ portal: Portal; ctx: PortalCtx }> {
  const portal = await cloud.addPortal({ entries: 20 });
  portal.settings.logsRestUse = false;
  const ctx = await installPortal(testCtx(db), portal);
  portal.eventLog.appendRows(
    texts.map((description) => ({ description, requestUri: "/?clientRef=quiet-value" })),
  );
  return { portal, ctx };
}

async function save(ctx: PortalCtx, wanted: Parameters<typeof saveMasks>[1]["rules"] = rules) {
  const actor = { kind: "user", userId: 1, isAdmin: true } as const;
  await saveMasks({ ...ctx, actor }, { rules: wanted });
}

async function masked(): Promise<{ portal: Portal; ctx: PortalCtx }> {
  const made = await installed();
  await save(made.ctx);
  return made;
}

async function list(ctx: PortalCtx, params: Record<string, unknown> = query): Promise<unknown> {
  return callPortal(ctx, { method: LIST, api: "v3", params, priority: "background" });
}

async function last({ portalId }: PortalCtx) {
  await flushCalls();
  return db.restCall.findFirstOrThrow({ where: { portalId }, orderBy: { id: "desc" } });
}

const textOf = ({ request, response, message, commands }: Awaited<ReturnType<typeof last>>) =>
  JSON.stringify([request, response, message, commands]).replace(/==[A-Za-z0-9+/=]+/g, (base64) =>
    Buffer.from(base64.slice(2), "base64").toString(),
  );

function failNext(portal: Portal, kind: "rest2" | "rest3", action: FaultAction): void {
  cloud.faults.add([{ match: { kind, memberId: portal.memberId }, times: 1, action }]);
}

describe("what the portal's own rules name", () => {
  test("is masked in the next call that reads the event log, in request and answer", async () => {
    const { ctx } = await installed();
    await list(ctx);
    expect(textOf(await last(ctx))).toMatch(HIDDEN);

    await save(ctx);
    await list(ctx);
    const row = await last(ctx);

    expect(textOf(row)).not.toMatch(HIDDEN);
    expect(row.request).toMatchObject({ filter: [["auditTypeId", "!=", "***"]] });
    expect(row.response).toMatchObject({ result: { items: texts.map(() => ({})) } });
    expect(textOf(row)).toContain("said *** twice: ***");
  });

  test("is shown again in calls after the rule was taken back", async () => {
    const { ctx } = await masked();
    await list(ctx);

    await save(ctx, []);
    await list(ctx);

    expect(textOf(await last(ctx))).toMatch(HIDDEN);
  });

  test("is masked in a batch of v3 calls", async () => {
    const { ctx } = await masked();

    const commands = [
      { method: "main.eventlog.field.list", query: {} },
      { method: LIST, query },
    ];
    await batchPortalV3(ctx, { commands: commands.reverse(), priority: "background" });
    const row = await last(ctx);

    expect(row.methods).toContain(LIST);
    expect(textOf(row)).toContain("said *** twice: ***");
    expect(textOf(row)).not.toMatch(HIDDEN);
  });

  test("is masked in a batch of v2 calls, with the other commands in it", async () => {
    const { ctx } = await installed();
    const { result } = await callPortal<{ NAME: string }>(ctx, {
      method: "profile",
      priority: "line",
    });
    await save(ctx, [...rules, { kind: "text", value: result.NAME }]);

    await batchPortal(ctx, {
      commands: [
        { id: "a", method: LIST, params: { ...query, clientRef: "quiet-value" } },
        { id: "b", method: "profile", params: {} },
      ],
      halt: false,
      priority: "line",
    });
    const row = await last(ctx);

    expect(row.response).toMatchObject({ result: { result: { b: { NAME: "***" } } } });
    expect(textOf(row)).not.toMatch(HIDDEN);
  });

  test.each([
    ["an error", { error: { code: "WRONG", description: `No ${SECRET}`, status: 400 } }],
    ["a page instead of data", { status: 502, html: `<p>${SECRET}</p>` }],
    ["data that is no JSON", { status: 200, html: `Warning: {"clientRef":"quiet-value"}` }],
    ["no answer", { dropAfter: true }],
  ])("is masked when the answer is %s", async (_name, action) => {
    const { portal, ctx } = await masked();
    const commands = [{ method: LIST, query }];
    const v2 = [{ id: "a", method: LIST, params: query }];
    const calls = {
      single: async () => list(ctx),
      v3: async () => batchPortalV3(ctx, { commands, priority: "background" }),
      v2: async () => batchPortal(ctx, { commands: v2, halt: false, priority: "background" }),
    };

    for (const [name, call] of Object.entries(calls)) {
      failNext(portal, name === "v2" ? "rest2" : "rest3", action);
      await expect(call()).rejects.toThrow();
      const row = await last(ctx);

      expect(row.outcome).toBe("error");
      expect(textOf(row)).not.toMatch(HIDDEN);
    }
  });

  test("is masked also where a rule reaches over more than is ever kept", async () => {
    const { portal, ctx } = await masked();
    const description = `Blue heron ${"x".repeat(70_000)} 4711`;
    portal.eventLog.appendRows([{ description }]);

    await list(ctx);

    expect(textOf(await last(ctx))).not.toMatch(HIDDEN);
  });

  test("is left alone in calls that do not read the event log, and in those of other portals", async () => {
    const [{ ctx }, other] = [await masked(), await installed()];

    await callPortal(ctx, { method: "server.time", params: { note: SECRET }, priority: "line" });
    expect(textOf(await last(ctx))).toContain(SECRET);
    await list(ctx);
    await list(other.ctx);

    expect(textOf(await last(ctx))).not.toMatch(HIDDEN);
    expect(textOf(await last(other.ctx))).toContain(SECRET);
  });
});

describe("rules", () => {
  test("that another process saved hold after ten seconds", async () => {
    const { ctx } = await installed();
    await list(ctx);
    await db.archiveSetting.create({ data: { portalId: ctx.portalId, masks: rules } });

    const now = performance.now.bind(performance);
    vi.spyOn(performance, "now").mockImplementation(() => now() + 10_000);
    await list(ctx);

    expect(textOf(await last(ctx))).not.toMatch(HIDDEN);
  });

  test("that cannot be read fail no call, but keep its texts out of the log", async () => {
    const { portal, ctx } = await installed();
    const masks = [{ kind: "unknown", value: SECRET }];
    await db.archiveSetting.create({ data: { portalId: ctx.portalId, masks } });
    const note = "Left out: the portal's masking rules could not be read.";

    await expect(list(ctx)).resolves.toMatchObject({ result: { items: texts.map(() => ({})) } });
    const row = await last(ctx);
    expect(row).toMatchObject({ outcome: "ok", status: 200, request: note, response: note });

    failNext(portal, "rest3", { error: { code: "WRONG", description: SECRET, status: 400 } });
    await expect(list(ctx)).rejects.toThrow();
    expect(await last(ctx)).toMatchObject({ outcome: "error", status: 400, message: null });

    await save(ctx);
    await list(ctx);
    expect(textOf(await last(ctx))).toContain("said *** twice: ***");
  });
});
