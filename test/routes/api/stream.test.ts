import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { POST as callRpc } from "../../../app/api/jsonrpc/route.ts";
import { GET as openStream } from "../../../app/api/v1/stream/route.ts";
import { appendEntries } from "../../../lib/archive/index.ts";
import { hubCounts } from "../../../lib/audit/index.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../support/index.ts";
import { makeToken } from "../../support/access.ts";
import { readEvents } from "../../support/event-stream.ts";

const { db } = await createTestDb({ maxConnections: 12 });

async function newPortal() {
  const { portal } = await makePortal(db);
  const ctx = testPortalCtx(db, { portalId: portal.id });
  let nativeId = 0;
  const append = (count: number, hour = 10) =>
    appendEntries(ctx, {
      epoch: 0,
      rows: Array.from({ length: count }, () => ({
        ...{ nativeId: String((nativeId += 1)), severity: "INFO", moduleId: "main", itemId: "1" },
        ...{ timestampX: `2026-11-01T${hour}:00:00+00:00`, auditTypeId: "USER_AUTHORIZE" },
        ...{ remoteAddr: "", userAgent: null, requestUri: "/", siteId: "s1", guestId: null },
        ...{ userId: 1, description: `of ${portal.key}` },
      })),
    });
  return { portal, append, ...(await makeToken(db, { portalId: portal.id })) };
}

async function open(token: string, { after, query = "" }: { after?: string; query?: string } = {}) {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (after !== undefined) headers["last-event-id"] = after;
  return openStream(new Request(`http://127.0.0.1/api/v1/stream${query}`, { headers }));
}

async function take(response: Response, count: number): Promise<string[]> {
  const stream = readEvents(response);
  const ids: string[] = [];
  for await (const { id, data } of stream.events) {
    expect(JSON.parse(data)).toMatchObject({ id });
    ids.push(id);
    if (ids.length === count) break;
  }
  await stream.close();
  return ids;
}

describe("the stream of entries", () => {
  test("begins with what is stored from now on, and goes on behind the last event", async () => {
    const { token, append } = await newPortal();
    await append(3);

    const live = await open(token);
    expect(live.headers.get("content-type")).toContain("text/event-stream");
    const received = take(live, 2);
    await append(2);

    expect(await received).toEqual(["4", "5"]);
    expect(await take(await open(token, { after: "3" }), 2)).toEqual(["4", "5"]);
    expect(await take(await open(token, { query: "?after=0" }), 5)).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
    ]);
  });

  test("is read once for all who listen", async () => {
    const { token, portal, append } = await newPortal();
    const [two, three] = [
      await makeToken(db, { portalId: portal.id }),
      await makeToken(db, { portalId: portal.id }),
    ];
    const tokens = [token, two.token, three.token].flatMap((one) => [one, one, one, one]);
    const streams = await Promise.all(tokens.map((one) => open(one)));
    const received = streams.map((stream) => take(stream, 4));
    const before = hubCounts();

    await append(4);

    for (const ids of await Promise.all(received)) expect(ids).toEqual(["1", "2", "3", "4"]);
    expect(hubCounts().reads - before.reads).toBeLessThanOrEqual(2);
  });

  test("shows nothing of another portal, and refuses a wrong place or no token", async () => {
    const [mine, other] = [await newPortal(), await newPortal()];
    await other.append(5);
    await mine.append(1);

    const stream = readEvents(await open(mine.token, { after: "0" }));
    const first = await stream.events.next();
    await stream.close();

    expect(JSON.stringify(first.value)).toContain(mine.portal.key);
    const wrong = await open(mine.token, { after: "x" });
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ errors: [{ at: "after" }] });
    expect((await open("nobody")).status).toBe(401);
    const narrow = await makeToken(db, { portalId: mine.portal.id, scopes: ["runs:read"] });
    expect((await open(narrow.token)).status).toBe(403);
  });

  test.each([
    ["is revoked", { revokedAt: new Date() }],
    ["expires", { expiresAt: new Date(Date.now() - 1_000) }],
  ])("ends when the token %s", async (_, data) => {
    const { token, view } = await newPortal();
    const stream = readEvents(await open(token));
    const next = stream.events.next();

    await db.apiToken.update({ where: { id: view.id }, data });

    expect((await next).done).toBe(true);
    expect((await open(token)).status).toBe(401);
  });

  test("leaves nothing behind when nobody listens any more", async () => {
    const { token } = await newPortal();
    const before = hubCounts().portals;
    const stream = readEvents(await open(token));
    expect(hubCounts().portals).toBe(before + 1);

    await stream.close();

    await expect.poll(() => hubCounts().portals).toBe(before);
  });
});

/** Numbers from zero up to one, the same in each run. */
function openRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe("consumers that are killed and started again while entries are copied, late ones among them", () => {
  const TOTAL = 600;

  async function consumeStream(token: string, random: () => number): Promise<string[]> {
    const kept: string[] = [];
    while (kept.length < TOTAL) {
      const stream = readEvents(await open(token, { after: kept.at(-1) ?? "0" }));
      let left = Math.ceil(random() * 90);
      for await (const { id } of stream.events) {
        // What was received and not kept is lost with the consumer.
        if (left === 0) break;
        kept.push(id);
        left -= 1;
        if (kept.length === TOTAL) break;
      }
      await stream.close();
    }
    return kept;
  }

  async function consumePages(token: string, random: () => number): Promise<string[]> {
    const kept: string[] = [];
    while (kept.length < TOTAL) {
      const params = { after: kept.at(-1) ?? "0", limit: 40, output: ["auditid"] };
      const response = await callRpc(
        new Request("http://127.0.0.1/api/jsonrpc", {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
          body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "auditlog.get", params }),
        }),
      );
      const { result } = (await response.json()) as { result: { auditid: string }[] };
      const surviving = random() < 0.3 ? Math.floor(random() * result.length) : result.length;
      kept.push(...result.slice(0, surviving).map(({ auditid }) => auditid));
      if (result.length === 0) await pause(30);
    }
    return kept;
  }

  test("get each entry exactly once, by pages and by the stream", async () => {
    const { token, portal, append } = await newPortal();
    const other = (await makeToken(db, { portalId: portal.id })).token;
    const random = openRandom(4);
    const copying = (async () => {
      for (let stored = 0; stored < TOTAL;) {
        const count = Math.min(TOTAL - stored, Math.ceil(random() * 25));
        // Hours go back and forth: what is stored later is not always later.
        await append(count, 10 + Math.floor(random() * 10));
        stored += count;
      }
    })();

    const [streamed, paged] = await Promise.all([
      consumeStream(token, openRandom(5)),
      consumePages(other, openRandom(6)),
      copying,
    ]);

    const all = Array.from({ length: TOTAL }, (_, at) => String(at + 1));
    expect(streamed).toEqual(all);
    expect(paged).toEqual(all);
  });
});
