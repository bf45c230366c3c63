import { describe, expect, test } from "vitest";
import { GET as openStream } from "../../../app/api/v1/stream/route.ts";
import { appendEntries } from "../../../lib/archive/index.ts";
import { endStreams, hubCounts, STREAM_LIMITS, streamEntries } from "../../../lib/audit/index.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../support/index.ts";
import { makeToken } from "../../support/access.ts";
import { readEvents } from "../../support/event-stream.ts";

const { db } = await createTestDb();

async function newPortal() {
  const { portal } = await makePortal(db);
  const ctx = testPortalCtx(db, { portalId: portal.id });
  const entry = {
    ...{ nativeId: "1", severity: "INFO", moduleId: "main", itemId: "1", userId: 1 },
    ...{ timestampX: "2026-11-01T10:00:00+00:00", auditTypeId: "USER_AUTHORIZE", remoteAddr: "" },
    ...{ userAgent: null, requestUri: "/", siteId: "s1", guestId: null, description: "one" },
  };
  await appendEntries(ctx, { epoch: 0, rows: [entry] });
  return { ctx, ...(await makeToken(db, { portalId: portal.id })) };
}

interface Opening {
  method?: string;
  after?: string;
  signal?: AbortSignal;
}

async function open(token: string, { method = "GET", after, signal }: Opening = {}) {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (after !== undefined) headers["last-event-id"] = after;
  const given = signal === undefined ? {} : { signal };
  return openStream(new Request("http://127.0.0.1/api/v1/stream", { method, headers, ...given }));
}

describe("a stream of entries", () => {
  test("is not opened for who asks for the head of the answer only", async () => {
    const { token } = await newPortal();
    const before = hubCounts().portals;

    const answer = await open(token, { method: "HEAD" });

    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    expect(answer.body).toBeNull();
    expect(hubCounts().portals).toBe(before);
  });

  test("is over when the client goes, also before anything was read of it", async () => {
    const { token } = await newPortal();
    const before = hubCounts().portals;
    const client = new AbortController();
    const answer = await open(token, { signal: client.signal });
    expect(answer.status).toBe(200);
    expect(hubCounts().portals).toBe(before + 1);

    client.abort();

    await expect.poll(() => hubCounts().portals).toBe(before);
  });

  test("is over at once, and once, for a client that is gone already", async () => {
    const { ctx } = await newPortal();
    const before = hubCounts().portals;
    const ends: number[] = [];
    const input = { isAllowed: async () => Promise.resolve(true), signal: AbortSignal.abort() };

    const events = await streamEntries(ctx, { ...input, onEnd: (rows) => ends.push(rows) });
    expect(hubCounts().portals).toBe(before);
    for await (const piece of events) expect(piece).toBe("retry: 3000\n\n");

    expect(ends).toEqual([0]);
  });

  test("leaves nothing behind when the archive cannot be looked at", async () => {
    const { ctx } = await newPortal();
    const before = hubCounts().portals;
    const input = { isAllowed: async () => Promise.resolve(true), onEnd: () => undefined };
    const away = new Proxy(db, {
      get: () => () => {
        throw new TypeError("The database is away.");
      },
    });

    const signal = new AbortController().signal;
    const opening = streamEntries({ ...ctx, db: away }, { ...input, signal });

    await expect(opening).rejects.toThrow("away");
    expect(hubCounts().portals).toBe(before);
  });

  test("does not begin behind what is stored", async () => {
    const { token } = await newPortal();
    const before = hubCounts().portals;

    const refused = await open(token, { after: "2" });

    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      detail: "cursor_invalid",
      errors: [{ at: "after" }],
    });
    expect(hubCounts().portals).toBe(before);
  });

  test("is refused when the token has too many, until one of them is closed", async () => {
    const { token } = await newPortal();
    const places = Array.from({ length: STREAM_LIMITS.each }, () => open(token));
    const [first, ...others] = (await Promise.all(places)).map(readEvents);

    const refused = await open(token);
    await first?.close();
    const again = await open(token);

    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("10");
    expect(again.status).toBe(200);
    for (const stream of [...others, readEvents(again)]) await stream.close();
  });

  test("ends when the process is about to stop, which lets no other begin", async () => {
    const { token } = await newPortal();
    const stream = readEvents(await open(token));
    const next = stream.events.next();

    endStreams();

    expect((await next).done).toBe(true);
    expect((await open(token)).status).toBe(503);
  });
});
