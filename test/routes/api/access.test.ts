import { describe, expect, test } from "vitest";
import { GET as listEntries } from "../../../app/api/v1/entries/route.ts";
import { GET as liveEntries } from "../../../app/api/v1/live/route.ts";
import { GET as findPeople } from "../../../app/api/v1/readers/people/route.ts";
import { GET as listReaders, PUT as changeReaders } from "../../../app/api/v1/readers/route.ts";
import { GET as listReadings } from "../../../app/api/v1/readings/route.ts";
import { GET as listRuns } from "../../../app/api/v1/runs/route.ts";
import { DELETE as revoke } from "../../../app/api/v1/tokens/[id]/route.ts";
import { GET as listTokens, POST as createToken } from "../../../app/api/v1/tokens/route.ts";
import { flushReadings } from "../../../lib/access/index.ts";
import type { MadeToken, ReadingPage, TokenView } from "../../../lib/access/shared.ts";
import { env } from "../../../lib/env.ts";
import { countTokenCall, limitRate, RATE_LIMITS } from "../../../lib/http/rate-limit.ts";
import { makeToken } from "../../support/access.ts";
import { openFrame, type FrameSession } from "../../support/frame-session.ts";
import { createTestDb, testCtx, until } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const READER = 6;

async function arrange() {
  const portal = await cloud.addPortal();
  const { portalId } = await installPortal(testCtx(db), portal);
  await portal.finishInstall();
  const { key: portalKey } = await db.portal.findUniqueOrThrow({ where: { id: portalId } });
  return { portal, portalId, portalKey, admin: await openFrame(portal) };
}

const { portal, portalId, admin } = await arrange();
const other = await arrange();

type Door = (request: Request, context: { params: Promise<never> }) => Promise<Response>;

async function call<T>(
  handler: Door,
  input: { as?: FrameSession; path?: string; method?: string; body?: unknown; id?: string },
) {
  const { as = admin, path = "/x", method = "GET", body, id } = input;
  const answer = await as.call(handler, { path, method, body, params: { id } as never });
  return { status: answer.status, body: (await answer.json()) as T };
}

function byToken(handler: Door, { token, path }: { token: string; path: string }) {
  const headers = { authorization: `Bearer ${token}`, "x-logbook-peer": "203.0.113.9" };
  const request = new Request(new URL(path, env().APP_URL), { headers });
  return handler(request, { params: Promise.resolve({} as never) });
}

function forgetCalls(): void {
  (globalThis as Record<symbol, unknown>)[Symbol.for("logbook.rate-limits")] = undefined;
}

const draft = {
  name: "Grafana",
  scopes: ["log:read"],
  networks: ["203.0.113.0/24"],
  expiresAt: null,
};

describe("a token", () => {
  test("is made, shown once, used, and revoked", async () => {
    // The archive is filled before: a first answer does not wait for the portal.
    await until(async () => {
      const { body } = await call<{ items: unknown[] }>(listEntries, { path: "/x?fresh=1" });
      return body.items.length > 5;
    });
    const made = await call<MadeToken>(createToken, { method: "POST", body: draft });
    const { token, view } = made.body;
    const used = await byToken(listEntries, { token, path: "/api/v1/entries?limit=5" });
    const page = (await used.json()) as { items: unknown[] };
    const listed = await call<{ items: TokenView[] }>(listTokens, {});
    const gone = await call<TokenView>(revoke, { method: "DELETE", id: view.id });
    const after = await byToken(listEntries, { token, path: "/api/v1/entries" });

    expect([made.status, used.status, gone.status, after.status]).toEqual([200, 200, 200, 401]);
    expect(page.items).toHaveLength(5);
    expect(listed.body.items).toMatchObject([{ id: view.id, name: "Grafana", state: "active" }]);
    expect(JSON.stringify(listed.body)).not.toContain(token.slice(9));
    expect(gone.body.state).toBe("revoked");
  });

  test("shows when, from where and why it was refused last", async () => {
    const { token, view } = await makeToken(db, { portalId, scopes: ["runs:read"] });
    const refusal = async () => {
      await flushReadings();
      const { body } = await call<{ items: TokenView[] }>(listTokens, {});
      return body.items.find(({ id }) => id === view.id)?.refused;
    };
    const at = expect.stringMatching(/^\d{4}-.+Z$/) as string;
    const address = "203.0.113.9";
    expect(await refusal()).toBeNull();

    const { status } = await byToken(listEntries, { token, path: "/api/v1/entries" });
    expect(status).toBe(403);
    expect(await refusal()).toEqual({ at, address, reason: "scope" });
    await byToken(listRuns, { token, path: `/api/v1/runs?portal=${other.portalKey}` });
    expect(await refusal()).toEqual({ at, address, reason: "other_portal" });
    await call<TokenView>(revoke, { method: "DELETE", id: view.id });
    await byToken(listRuns, { token, path: "/api/v1/runs" });
    expect(await refusal()).toEqual({ at, address, reason: "revoked" });
    for (let times = 1; times < 600; times += 1) countTokenCall(view.id);
    await byToken(listRuns, { token, path: "/api/v1/runs" });
    expect(await refusal()).toEqual({ at, address, reason: "rate" });
  });

  test("of another portal is not there to be seen or revoked", async () => {
    const { view } = await makeToken(db, { portalId });

    const theirs = await call<{ items: TokenView[] }>(listTokens, { as: other.admin });
    const gone = await call(revoke, { as: other.admin, method: "DELETE", id: view.id });

    expect(theirs.body.items).toEqual([]);
    expect(gone.status).toBe(404);
    expect((await db.apiToken.findUniqueOrThrow({ where: { id: view.id } })).revokedAt).toBeNull();
  });

  test("with a fault is refused by a document that says where", async () => {
    const body = { ...draft, networks: ["203.0.113.0/24", "10.0.0.1/8"] };

    const made = await call<{ errors: unknown[] }>(createToken, { method: "POST", body });

    expect(made.status).toBe(400);
    expect(made.body.errors).toEqual([
      { at: "networks.1", message: "is inside a network: write 10.0.0.0/8" },
    ]);
  });

  test("may come 600 times a minute, and hears then how long to wait", async () => {
    const { token } = await makeToken(db, { portalId, scopes: ["log:read"] });
    const path = "/api/v1/entries?limit=nonsense";

    let last = await byToken(listEntries, { token, path });
    for (let times = 1; times < 600; times += 1) last = await byToken(listEntries, { token, path });
    const refused = await byToken(listEntries, { token, path });

    expect(last.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
  });

  test("that is revoked is counted all the same", async () => {
    const { token, view } = await makeToken(db, { portalId });
    await db.apiToken.update({ where: { id: view.id }, data: { revokedAt: new Date() } });
    for (let times = 1; times < 600; times += 1) countTokenCall(view.id);

    const last = await byToken(listEntries, { token, path: "/api/v1/entries" });
    const refused = await byToken(listEntries, { token, path: "/api/v1/entries" });

    expect([last.status, refused.status]).toEqual([401, 429]);
    expect(last.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
  });

  test("may be guessed only so often from one address", async () => {
    forgetCalls();
    const from = { headers: new Headers({ "x-logbook-peer": "203.0.113.9" }) };
    for (let times = 0; times < RATE_LIMITS.api; times += 1) limitRate("api", from);

    const refused = await byToken(listEntries, { token: `lb_${"A".repeat(61)}`, path: "/x" });
    forgetCalls();

    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("gets the archive's answer to a question for the portal, told as such", async () => {
    const { token } = await makeToken(db, { portalId });
    const all = (await (await byToken(listEntries, { token, path: "/api/v1/entries" })).json()) as {
      items: { auditTypeId: string }[];
    };
    const type = all.items[0]?.auditTypeId ?? "";

    const path = `/api/v1/entries?source=portal&type=${type}`;
    const answer = await byToken(listEntries, { token, path });
    const page = (await answer.json()) as typeof all & { answeredBy: string };
    const before = await byToken(listEntries, { token, path: `${path}&before=5` });

    expect(page.answeredBy).toBe("archive");
    expect(new Set(page.items.map((entry) => entry.auditTypeId))).toEqual(new Set([type]));
    expect(before.status).toBe(400);
  });

  test("asks the archive for people by their number and for its own query as a whole", async () => {
    const { token } = await makeToken(db, { portalId });
    const ask = async (question: string) => {
      const path = `/api/v1/entries?limit=100&${question}`;
      return (await (await byToken(listEntries, { token, path })).json()) as {
        items: { auditTypeId: string; userId: number | null }[];
        query: { printed: string; faults: { at: { start: number } }[] };
      };
    };
    const all = await ask("");
    const person = all.items.find(({ userId }) => userId !== null && userId > 0)?.userId ?? 0;
    const type = all.items[0]?.auditTypeId ?? "";

    const theirs = await ask(`source=portal&user=${person}`);
    const nobodys = await ask("source=portal&user=0");
    const either = await ask(`source=portal&q=a OR b&type=${type},OTHER`);
    const faulty = await ask(`source=portal&q=type:&type=${type}`);

    expect(new Set(theirs.items.map(({ userId }) => userId))).toEqual(new Set([person]));
    expect(nobodys.query.printed).toBe("-user:*");
    expect(nobodys.items.some(({ userId }) => userId !== null && userId > 0)).toBe(false);
    expect(either.query.printed).toBe(`(a OR b) type:${type},OTHER`);
    expect(faulty.query.printed).toBe(`type:${type}`);
    expect(faulty.query.faults[0]?.at.start).toBeLessThanOrEqual("type:".length);
  });
});

describe("readers", () => {
  test("are found by name, added, listed and removed, which holds at once", async () => {
    const found = await call<{ items: unknown[] }>(findPeople, { path: "/x?find=fiona" });
    const added = await call(changeReaders, { method: "PUT", body: { add: READER } });
    const frame = await openFrame(portal, READER);
    const during = await call(listEntries, { as: frame });
    const removed = await call(changeReaders, { method: "PUT", body: { remove: READER } });
    const after = await call(listEntries, { as: frame });

    expect(found.body.items).toMatchObject([{ id: READER, name: "Fiona Archer" }]);
    expect(added.body).toMatchObject({ items: [{ id: READER, name: "Fiona Archer" }] });
    expect([during.status, removed.status, after.status]).toEqual([200, 200, 403]);
    expect(removed.body).toEqual({ items: [] });
  });

  test.each([
    [{ add: 4 }, "add", "nobody who works on the portal"],
    [{ add: 9_999 }, "add", "nobody who works on the portal"],
    [{}, "add", "exactly one"],
    [{ add: 6, remove: 7 }, "add", "exactly one"],
  ])("are not changed by %j", async (body, at, words) => {
    const { status, body: fault } = await call<{ errors: { at: string; message: string }[] }>(
      changeReaders,
      { method: "PUT", body },
    );

    expect(status).toBe(400);
    expect(fault.errors[0]).toMatchObject({
      at,
      message: expect.stringContaining(words) as string,
    });
  });

  test("of one portal are none of another", async () => {
    await call(changeReaders, { method: "PUT", body: { add: READER } });

    const theirs = await call(listReaders, { as: other.admin });
    const stranger = await openFrame(other.portal, READER);

    expect(theirs.body).toEqual({ items: [] });
    expect(stranger.view.user.canRead).toBe(false);
  });

  test("who were dismissed are proven again and lose their session", async () => {
    await call(changeReaders, { method: "PUT", body: { add: 7 } });
    const frame = await openFrame(portal, 7);
    portal.people.patch(7, { isActive: false });
    const adminProvenAt = new Date(Date.now() - 6 * 60_000);
    await db.session.updateMany({ where: { portalId, userId: 7 }, data: { adminProvenAt } });

    expect((await call(listEntries, { as: frame })).status).toBe(401);
  });

  test("an administrator who lost the right reads on only if he is named", async () => {
    const frame = await openFrame(portal, 3);
    portal.people.patch(3, { isAdmin: false });
    const adminProvenAt = new Date(Date.now() - 6 * 60_000);
    await db.session.updateMany({ where: { portalId, userId: 3 }, data: { adminProvenAt } });

    const refused = await call(listEntries, { as: frame });
    await call(changeReaders, { method: "PUT", body: { add: 3 } });
    const read = await call(listEntries, { as: frame });
    const managed = await call(listTokens, { as: frame });

    expect([refused.status, read.status, managed.status]).toEqual([403, 200, 403]);
  });
});

describe("readings", () => {
  test("tell who read what, by person, token and kind, page by page", async () => {
    const { token, view } = await makeToken(db, { portalId: other.portalId, name: "Poller" });
    const as = other.admin;
    await call(listEntries, { as, path: "/x?q=type:USER_LOGIN&limit=7" });
    await call(listEntries, { as, path: "/x?limit=3" });
    await byToken(listEntries, { token, path: "/api/v1/entries?limit=2" });
    await flushReadings();

    const read = async (path: string) => (await call<ReadingPage>(listReadings, { as, path })).body;
    const all = await read("/x");
    const first = await read("/x?limit=1");
    const second = await read(`/x?limit=2&before=${encodeURIComponent(first.nextCursor ?? "")}`);

    expect(all.items.map(({ kind, method, rows, who }) => [kind, method, rows, who.name])).toEqual([
      ["api", "entries", 2, "Poller"],
      ["view", "entries", 3, "Ann Admin"],
      ["search", "entries", expect.any(Number), "Ann Admin"],
    ]);
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(all.items[0]).toMatchObject({ address: "203.0.113.9", query: { limit: "2" } });
    expect(all.items[2]?.query).toEqual({ q: "type:USER_LOGIN" });
    expect((await read(`/x?token=${view.id}`)).items).toEqual([all.items[0]]);
    expect((await read("/x?person=1&kind=search")).items).toEqual([all.items[2]]);
    expect((await read("/x?to=2020-01-01T00:00:00Z")).items).toEqual([]);
  });

  test("of live reading are one record a minute and not one a request", async () => {
    const frame = await openFrame(other.portal, 3);
    for (let times = 0; times < 4; times += 1) {
      await call(liveEntries, { as: frame, path: `/x?q=ip:private&after=${times}` });
    }
    await flushReadings();

    const rows = await db.reading.findMany({
      where: { portalId: other.portalId, userId: 3, method: "live" },
      orderBy: { id: "asc" },
    });
    expect(rows.map(({ times, query }) => [times, query])).toEqual([
      [1, { q: "ip:private" }],
      [3, { q: "ip:private" }],
    ]);
  });

  test.each(["before=x", "token=1", "kind=all", "from=yesterday", "limit=0"])(
    "refuses %s and says where",
    async (query) => {
      const { status, body } = await call<{ errors: { at: string }[] }>(listReadings, {
        path: `/x?${query}`,
      });

      expect(status).toBe(400);
      expect(body.errors[0]?.at).toBe(query.split("=")[0]);
    },
  );
});
