import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";
import { answerRoute, type Handler } from "./answer-route.ts";

/** Exported handlers of routes behind a server of Node, for clients that speak HTTP themselves. */
export async function serveRoutes(find: (request: Request) => Handler | null): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    answerRoute(incoming, outgoing, find).catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
