import { describe, expect, test } from "vitest";
import type { SessionView } from "../../../lib/portals/shared.ts";
import { Problem } from "../../../app/_ui/session/problem.ts";
import { SessionClient } from "../../../app/_ui/session/session-client.ts";

interface Call {
  path: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
}

function makeView(part: Partial<SessionView> = {}): SessionView {
  return {
    sessionToken: "token-1",
    expiresAt: "2026-11-21T11:30:00Z",
    lang: "ru",
    timeZone: "Europe/Moscow",
    portal: {
      key: "demo",
      origin: "https://portal.example.bitrix24.com",
      isInstalled: true,
      state: "active",
      appCode: "example.logbook",
    },
    user: { id: 1, name: "Anna Petrova", isAdmin: true, canRead: true },
    ...part,
  };
}

/** A server that answers by a list, one after another; a status stands for a problem document. */
function makeClient(
  answers: (object | number | "down" | Response | Promise<number>)[],
  frame: "portal" | "none" = "portal",
) {
  const calls: Call[] = [];
  const seen = {
    sessions: [] as SessionView[],
    others: 0,
    lost: 0,
    refused: 0,
    versions: [] as boolean[],
    renewals: 0,
  };
  const client = new SessionClient({
    portalKey: "demo",
    lang: "en",
    fetch: async (path, init) => {
      const { method = "GET", headers, body } = init;
      calls.push({
        path,
        method,
        headers: headers as Record<string, string>,
        body: typeof body === "string" ? JSON.parse(body) : null,
      });
      const answer = await answers.shift();
      if (answer === undefined || answer === "down") throw new TypeError("fetch failed");
      if (answer instanceof Response) return answer;
      if (typeof answer !== "number") return Response.json(answer);
      const type = `urn:logbook:${answer === 403 ? "forbidden" : "unauthorized"}`;
      return Response.json({ type, detail: "no", requestId: "req-1" }, { status: answer });
    },
    refreshAuth: async () => {
      if (frame === "none") throw new Error("no portal around");
      seen.renewals += 1;
      return `auth-${seen.renewals}`;
    },
    onSession: (session, isOtherPerson) => {
      seen.sessions.push(session);
      if (isOtherPerson) seen.others += 1;
    },
    onLost: () => {
      seen.lost += 1;
    },
    onVersion: (isOther) => {
      seen.versions.push(isOther);
    },
    build: () => "page",
    onRefused: () => {
      seen.refused += 1;
    },
  });
  return { client, calls, seen };
}

describe("opening a session", () => {
  test("exchanges the ticket and names the portal", async () => {
    const { client, calls } = makeClient([makeView()]);

    await client.open("ticket");

    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      path: "/api/session",
      method: "POST",
      body: { portalKey: "demo", ticket: "ticket" },
      headers: { "X-Logbook-Portal": "demo", "X-Logbook": "1" },
    });
  });

  test("tries the cookie when a ticket was used before", async () => {
    const { client, calls } = makeClient([401, makeView()]);

    await client.open("used");

    expect(calls.map((call) => call.body)).toEqual([
      { portalKey: "demo", ticket: "used" },
      { portalKey: "demo" },
    ]);
  });

  test("asks the portal for the person's token when there is no cookie, in the page's language", async () => {
    const { client, calls } = makeClient([401, makeView()]);

    await client.open(null);

    expect(calls[1]?.body).toEqual({ portalKey: "demo", authId: "auth-1", lang: "en" });
  });

  test("fails as unauthorized outside a portal", async () => {
    const { client } = makeClient([401], "none");

    await expect(client.open(null)).rejects.toMatchObject({ status: 401 });
  });

  test("does not go on to other proofs when the server is broken", async () => {
    const { client, calls } = makeClient([500]);

    await expect(client.open("ticket")).rejects.toMatchObject({ status: 500, requestId: "req-1" });
    expect(calls).toHaveLength(1);
  });

  test("happens once however often it is asked for, and again after a failure", async () => {
    const { client, calls } = makeClient(["down", makeView()]);

    await expect(client.open("ticket")).rejects.toMatchObject({ status: 0 });
    await Promise.all([client.open(null), client.open(null)]);

    expect(calls).toHaveLength(2);
  });
});

describe("a request", () => {
  test("carries the session token, and our mark when it changes something", async () => {
    const { client, calls } = makeClient([makeView(), { ok: true }, { ok: true }]);
    await client.open("ticket");

    await client.request("/api/v1/runs");
    await client.request("/api/v1/settings", { method: "PATCH", body: { stepsReadLog: true } });

    expect(calls[1]?.headers).toMatchObject({ "X-Logbook-Session": "token-1" });
    expect(calls[1]?.headers["X-Logbook"]).toBeUndefined();
    expect(calls[2]?.headers).toMatchObject({ "X-Logbook-Session": "token-1", "X-Logbook": "1" });
    expect(calls[2]?.body).toEqual({ stepsReadLog: true });
  });

  test("is repeated once with a renewed session after a 401", async () => {
    const renewed = makeView({ sessionToken: "token-2" });
    const { client, calls } = makeClient([makeView(), 401, renewed, { items: [] }]);
    await client.open("ticket");

    const answer = await client.request("/api/v1/entries");

    expect(answer).toEqual({ items: [] });
    expect(calls[3]?.headers).toMatchObject({ "X-Logbook-Session": "token-2" });
    expect(calls[2]?.body).toMatchObject({ lang: "ru" });
  });

  test("renews once for several requests refused together", async () => {
    const { client, seen } = makeClient([makeView(), 401, 401, makeView(), {}, {}]);
    await client.open("ticket");

    await Promise.all([client.request("/api/v1/entries"), client.request("/api/v1/runs")]);

    expect(seen.renewals).toBe(1);
  });

  test("is only repeated where another one renewed the session while it was on its way", async () => {
    const late = Promise.withResolvers<number>();
    const renewed = makeView({ sessionToken: "token-2" });
    const answers = [makeView(), late.promise, 401, renewed, { order: "first" }, { order: "last" }];
    const { client, calls, seen } = makeClient(answers);
    await client.open("ticket");
    const slow = client.request("/slow");

    expect(await client.request("/quick")).toEqual({ order: "first" });
    late.resolve(401);

    expect(await slow).toEqual({ order: "last" });
    expect(seen.renewals).toBe(1);
    expect(calls.at(-1)?.headers["X-Logbook-Session"]).toBe("token-2");
  });

  test("gives the session up when it cannot be renewed", async () => {
    const { client, seen } = makeClient([makeView(), 401], "none");
    await client.open("ticket");

    await expect(client.request("/api/v1/entries")).rejects.toBeInstanceOf(Problem);
    expect(seen.lost).toBe(1);
  });

  test("keeps the session when only the connection is lost", async () => {
    const { client, seen } = makeClient([makeView(), 401, "down"]);
    await client.open("ticket");

    await expect(client.request("/api/v1/entries")).rejects.toMatchObject({ status: 0 });
    expect(seen.lost).toBe(0);
  });
});

test("a right that is gone is reported, so that nothing stays on screen", async () => {
  const { client, seen } = makeClient([makeView(), 403]);
  await client.open("ticket");

  await expect(client.request("/api/v1/entries")).rejects.toMatchObject({ status: 403 });
  expect(seen.refused).toBe(1);
});

test("a renewal by another person is reported as such", async () => {
  const other = makeView({ user: { id: 7, name: "Mark Weber", isAdmin: false, canRead: false } });
  const { client, seen } = makeClient([makeView(), makeView(), other]);

  await client.open("ticket");
  await client.renew();
  await client.renew();

  expect(seen.others).toBe(1);
});

describe("a page of an older build", () => {
  const ofBuild = (id: string) => Response.json({}, { headers: { "x-logbook-build": id } });

  async function toldBy(builds: string[]): Promise<boolean[]> {
    const { client, seen } = makeClient(builds.map(ofBuild));
    for (let call = 0; call < builds.length; call += 1) await client.request("/api/v1/entries");
    return seen.versions;
  }

  test("is told once the server answers twice from the same other one, even from the start", async () => {
    expect(await toldBy(["page", "other"])).toEqual([]);
    expect(await toldBy(["other", "other", "third"])).toEqual([true]);
    expect(await toldBy(["other", "page", "other"])).toEqual([]);
    expect(await toldBy(["other", "third"])).toEqual([]);
  });

  test("is told no longer when the server answers from its own again", async () => {
    expect(await toldBy(["other", "other", "page"])).toEqual([true, false]);
  });
});
