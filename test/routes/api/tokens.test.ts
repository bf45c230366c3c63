import { describe, expect, test } from "vitest";
import { GET as listEntries } from "../../../app/api/v1/entries/route.ts";
import { GET as listRuns } from "../../../app/api/v1/runs/route.ts";
import { DELETE as revoke } from "../../../app/api/v1/tokens/[id]/route.ts";
import { GET as listTokens, POST as createToken } from "../../../app/api/v1/tokens/route.ts";
import { flushReadings } from "../../../lib/access/index.ts";
import type { MadeToken, TokenView } from "../../../lib/access/shared.ts";
import { countTokenCall, limitRate, RATE_LIMITS } from "../../../lib/http/rate-limit.ts";
import { makeToken } from "../../support/access.ts";
import { createTestDb, until } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { byToken, forgetCalls, openAccessBed } from "./access-bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const { portalId, other, call } = await openAccessBed(db, cloud);

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
