import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startPortalCloud, type PortalCloud } from "../../portal/index.ts";
import { asText, type JsonMap } from "../../portal/php-values.ts";
import { ask, postJson, startHandler, type Answer, type Handler } from "./installed-portal.ts";

let cloud: PortalCloud;
let handler: Handler;
let member: string;

beforeAll(async () => {
  handler = await startHandler();
  cloud = await startPortalCloud({ appUrl: handler.url, portals: [{ entries: 20 }] });
  member = cloud.portals[0]?.memberId ?? "";
});

afterAll(async () => {
  await cloud.stop();
  await handler.stop();
});

const door = (path: string): string => `${cloud.controlOrigin}/_control${path}`;

const post = (path: string, body: object = {}): Promise<Answer> => postJson(door(path), body);

const postPortal = (path: string, body: object = {}): Promise<Answer> => {
  return post(`/portals/${member}${path}`, body);
};

const get = async (path: string): Promise<JsonMap> => (await ask(door(path))).body;

describe("the control door", () => {
  test("tells the addresses and credentials", async () => {
    const summary = await get("/");
    expect(summary).toMatchObject({ authOrigin: cloud.authOrigin, clientId: cloud.clientId });
    expect((summary.portals as JsonMap[])[0]).toMatchObject({ memberId: member, isAdded: false });
  });

  test("leads a portal through its life", async () => {
    await postPortal("/add-app");
    const form = (await postPortal("/open", { userId: 1, options: { any: "1" } })).body;
    expect(form.action).toContain(`${handler.url}/b24/install?DOMAIN=`);
    const auth = (form.fields as JsonMap).AUTH_ID;
    const rest = `${cloud.portal(member).clientEndpoint}bizproc.activity.add`;
    const step = { CODE: "work", HANDLER: `${handler.url}/work`, NAME: "Work" };
    await postJson(rest, { ...step, USE_SUBSCRIPTION: "Y", auth });
    await postPortal("/finish-install");
    const started = await postPortal("/workflows", { code: "work", timeoutSeconds: 60 });
    await post("/queue/idle");
    expect(handler.calls.map(({ path }) => path)).toEqual(["/work"]);
    const id = asText(started.body.id);
    expect(await get(`/portals/${member}/workflows/${id}`)).toMatchObject({ state: "running" });
    await postPortal(`/workflows/${id}/terminate`);
    const { workflows } = await get("/workflows");
    expect(workflows).toMatchObject([{ id, state: "terminated" }]);
    const { deliveries } = await get(`/deliveries?memberId=${member}`);
    expect(deliveries).toMatchObject([{ url: `${handler.url}/work`, status: 200, error: null }]);
    await postPortal("/update-app");
    await postPortal("/uninstall", { clean: true });
    expect(await get(`/portals/${member}`)).toMatchObject({ isAdded: false, steps: [] });
  });

  test("changes users, settings, queue, clock and token lifetimes", async () => {
    await postPortal("/users/3", { isAdmin: false });
    await postPortal("/settings", { serverOffsetMinutes: 120, scope: ["bizproc"] });
    const state = await get(`/portals/${member}`);
    expect((state.users as JsonMap[])[2]).toMatchObject({ id: 3, isAdmin: false });
    expect(state.settings).toMatchObject({ serverOffsetMinutes: 120 });
    expect((await post("/queue", { delayMs: 5 })).body).toMatchObject({ delayMs: 5, drop: false });
    expect((await post("/clock", { speed: 3 })).body).toEqual({ speed: 3, offsetMs: 0 });
    const lifetimes = await post("/auth-settings", { accessLifetimeSeconds: 10 });
    expect(lifetimes.body).toMatchObject({ accessLifetimeSeconds: 10 });
  });

  test("adds rows, reads them newest first and lists tokens, calls and violations", async () => {
    const entries = [{ auditTypeId: "OWN_TYPE", description: "own" }];
    await postPortal("/eventlog/append", { entries });
    const { items } = await get(`/portals/${member}/eventlog?limit=1`);
    expect(items).toMatchObject([{ auditTypeId: "OWN_TYPE", description: "own" }]);
    await post("/eventlog/rate", { perSecond: 500 });
    await expect.poll(async () => (await get("/eventlog?limit=1")).total).toBeGreaterThan(30);
    await post("/eventlog/rate", { perSecond: 0 });
    const { tokens } = await get("/tokens");
    const kinds = new Set((tokens as JsonMap[]).map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(["access", "application", "event", "refresh"]);
    expect(await get("/calls?method=bizproc.activity.add")).toMatchObject({
      calls: [{ status: 200 }],
    });
    expect(await get("/violations")).toEqual({ violations: [] });
  });

  test("sets faults, sends events, opens further portals and refuses nonsense", async () => {
    const rules = [{ match: { kind: "auth" }, times: 1, action: { error: "invalid_grant" } }];
    await post("/faults", { rules });
    expect(await get("/faults")).toEqual({ rules });
    await ask(door("/faults"), { method: "DELETE" });
    expect(await get("/faults")).toEqual({ rules: [] });
    const event = { event: "ONAPPUNINSTALL", forged: true, handler: `${handler.url}/events` };
    expect((await postPortal("/events", { ...event, data: { CLEAN: "1" } })).body).toEqual({
      sent: 1,
    });
    await post("/queue/idle");
    expect(handler.calls.at(-1)?.path).toBe("/events");
    const added = await post("/portals", { entries: 5, edition: "box", title: "Second" });
    expect(added.body).toMatchObject({ title: "Second", edition: "box" });
    expect((await ask(door("/nonsense"))).status).toBe(404);
    expect((await post("/portals/unknown/add-app")).status).toBe(404);
  });
});
