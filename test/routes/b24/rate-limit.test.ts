import { beforeEach, describe, expect, test } from "vitest";
import { POST as session } from "../../../app/api/session/route.ts";
import { POST as activity } from "../../../app/b24/activity/[code]/route.ts";
import { POST as event } from "../../../app/b24/event/route.ts";
import { POST as install } from "../../../app/b24/install/route.ts";
import { GET as start } from "../../../app/b24/oauth/start/route.ts";
import { POST as open } from "../../../app/b24/open/route.ts";
import { POST as settings } from "../../../app/b24/settings/[code]/route.ts";
import { env } from "../../../lib/env.ts";
import { PEER_HEADER } from "../../../lib/http/index.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

await createTestDb();
await startTestCloud();

// A minute that ends within a test would forget what was counted.
beforeEach(() => {
  (globalThis as Record<symbol, unknown>)[Symbol.for("logbook.rate-limits")] = undefined;
});

type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response>;

interface Door {
  handler: Handler;
  path: string;
  init?: RequestInit;
}

const form = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" } };
const json = { method: "POST", headers: { "content-type": "application/json" } };
const params = Promise.resolve({ code: "logbook_search" } as never);

async function call({ handler, path, init = {} }: Door, address: string): Promise<Response> {
  const request = new Request(new URL(path, env().APP_URL), init);
  request.headers.set(PEER_HEADER, address);
  return handler(request, { params });
}

async function statuses(door: Door, address: string, times: number): Promise<number[]> {
  const seen: number[] = [];
  for (let round = 0; round < times; round += 1) seen.push((await call(door, address)).status);
  return seen;
}

const doors: [name: string, limit: number, door: Door][] = [
  ["/b24/open", 300, { handler: open, path: "/b24/open", init: form }],
  ["/b24/settings", 300, { handler: settings, path: "/b24/settings/logbook_wait", init: form }],
  ["/api/session", 600, { handler: session, path: "/api/session", init: json }],
  ["/b24/oauth/start", 30, { handler: start, path: "/b24/oauth/start?domain=" }],
];

test("counts nobody together who comes through a proxy that is not told of", async () => {
  const [, limit, door] = doors[3] ?? ["", 0, { handler: start, path: "" }];
  const seen = await statuses(door, "10.20.30.40", limit + 1);

  expect(seen).not.toContain(429);
});

describe.each(doors)("%s", (name, limit, door) => {
  test(`lets one address in ${limit} times a minute and tells it then when to come again`, async () => {
    const address = `192.0.2.${doors.findIndex(([other]) => other === name) + 1}`;

    const before = await statuses(door, address, limit);
    const answer = await call(door, address);
    const body = (await answer.json()) as { detail: string };

    expect(before.filter((status) => status === 429)).toEqual([]);
    expect(answer.status).toBe(429);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const seconds = Number(answer.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(body.detail).toBe(
      `Too many requests came from your network. Please try again in ${seconds} seconds.`,
    );
    expect((await call(door, "198.51.100.7")).status).not.toBe(429);
  });
});

test("the installer counts as an opening", async () => {
  const opening: Door = { handler: open, path: "/b24/open", init: form };
  await statuses(opening, "192.0.2.50", 300);

  const installer: Door = { handler: install, path: "/b24/install", init: form };

  expect((await call(installer, "192.0.2.50")).status).toBe(429);
});

test.each([
  ["activity", activity],
  ["event", event],
])("the %s door is not limited: a lost call blocks a process", async (name, handler) => {
  const door: Door = { handler, path: `/b24/${name}`, init: form };

  const seen = await statuses(door, "192.0.2.99", 700);

  expect(seen.filter((status) => status === 429)).toEqual([]);
});
