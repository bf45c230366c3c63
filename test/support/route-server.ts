import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterAll } from "vitest";

type Handler = (request: Request) => Promise<Response>;

/** Exported handlers of routes behind a server of Node, for clients that speak HTTP themselves. */
export async function serveRoutes(find: (request: Request) => Handler | null): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, find).catch((error: unknown) => {
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

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  find: (request: Request) => Handler | null,
): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  const gone = new AbortController();
  outgoing.on("close", () => {
    gone.abort();
  });
  const init: RequestInit & { duplex: "half" } = {
    ...{ method: incoming.method ?? "GET", headers, duplex: "half", signal: gone.signal },
    ...(hasBody && { body: Readable.toWeb(incoming) as unknown as BodyInit }),
  };
  const request = new Request(`http://127.0.0.1${incoming.url ?? "/"}`, init);
  const response = (await find(request)?.(request)) ?? new Response(null, { status: 404 });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) outgoing.end();
  else await pipeline(Readable.fromWeb(response.body as never), outgoing);
}
