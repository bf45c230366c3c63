import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export type Handler = (request: Request) => Promise<Response>;

/** Has a request of Node answered by the exported handler of a route. */
export async function answerRoute(
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
