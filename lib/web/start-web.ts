import { createServer, type Server } from "node:http";
import next from "next";
import { env } from "../env.ts";
import { PEER_HEADER } from "../http/index.ts";
import { tryHotDoor } from "./hot-door.ts";

const KEEP_ALIVE_MS = 65_000;
const IDLE_LOOK_MS = 100;

export interface Web {
  /** Takes no new requests, finishes those under way, and ends at the latest after the grace. */
  stop(graceMs: number): Promise<void>;
}

/** Starts the web process: the pages' server, with the door for steps in front of it. */
export async function startWeb(input: { dir: string; isDevelopment: boolean }): Promise<Web> {
  const { HOST, PORT } = env();
  const pages = next({ dir: input.dir, dev: input.isDevelopment, hostname: HOST, port: PORT });
  await pages.prepare();
  const handle = pages.getRequestHandler();
  const server = createServer((request, response) => {
    response.setHeader("x-content-type-options", "nosniff");
    if (tryHotDoor(request, response)) return;
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? "";
    void handle(request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = KEEP_ALIVE_MS + 1_000;
  if (input.isDevelopment) {
    const upgrade = pages.getUpgradeHandler();
    server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head));
  }
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(PORT, HOST, resolve);
  });
  return {
    stop: async (graceMs) => {
      await closeServer(server, graceMs);
      await pages.close();
    },
  };
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  // What is answered meanwhile leaves its connection open for a next request.
  const looking = setInterval(() => {
    server.closeIdleConnections();
  }, IDLE_LOOK_MS);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearInterval(looking);
  clearTimeout(timer);
}
