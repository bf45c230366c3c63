import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { freePort } from "../../support/free-port.ts";

// Begins an answer, which ends when the test says so.
let endSlow = (): void => undefined;

async function slow(response: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  endSlow = () => {
    resolve(undefined);
  };
  response.flushHeaders();
  await promise;
}

vi.mock("next", () => ({
  default: () => ({
    prepare: async () => Promise.resolve(),
    close: async () => Promise.resolve(),
    getRequestHandler: () => async (request: IncomingMessage, response: ServerResponse) => {
      if (request.url === "/slow") await slow(response);
      response.end(String(request.headers["x-logbook-peer"]));
      return Promise.resolve();
    },
  }),
}));

// The environment is read once, when the first module asks for it.
beforeEach(() => {
  vi.resetModules();
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

test("the pages are told the socket's address, whatever the caller claims, and no answer is sniffed", async () => {
  const port = await freePort();
  vi.stubEnv("HOST", "127.0.0.1");
  vi.stubEnv("PORT", String(port));
  const { startWeb } = await import("../../../lib/web/start-web.ts");
  const web = await startWeb({ dir: ".", isDevelopment: false });

  const headers = { "x-logbook-peer": "192.0.2.1" };
  const answer = await fetch(`http://127.0.0.1:${port}/api/metrics`, { headers });
  const told = await answer.text();
  const refused = await fetch(`http://127.0.0.1:${port}/b24/event`, { method: "POST", body: "{}" });
  await web.stop(0);

  expect(told).toBe("127.0.0.1");
  expect(refused.status).toBe(415);
  for (const { headers: sent } of [answer, refused]) {
    expect(sent.get("x-content-type-options")).toBe("nosniff");
  }
});

test("a stop ends with the last answer, though its client keeps the connection for more", async () => {
  const port = await freePort();
  vi.stubEnv("HOST", "127.0.0.1");
  vi.stubEnv("PORT", String(port));
  const { startWeb } = await import("../../../lib/web/start-web.ts");
  const web = await startWeb({ dir: ".", isDevelopment: false });
  const answer = await fetch(`http://127.0.0.1:${port}/slow`);

  // The test would not live to see the end of this grace.
  const stopped = web.stop(600_000);
  endSlow();

  expect(await answer.text()).toBe("127.0.0.1");
  await stopped;
});
