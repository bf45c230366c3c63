import type { IncomingMessage } from "node:http";
import { PEER_HEADER, type Posted } from "../http/index.ts";

/**
 * What doors read of a request of Node. Not a `Request` of the platform: making one costs more than reading it. A body
 * that is refused half-way must leave its socket usable for the answer.
 */
export function toPosted(request: IncomingMessage): Posted {
  const peer = request.socket.remoteAddress ?? null;
  return {
    url: `http://localhost${request.url ?? "/"}`,
    headers: { get: (name) => (name === PEER_HEADER ? peer : textOf(request.headers[name])) },
    body: request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>,
  };
}

function textOf(value: string | string[] | undefined): string | null {
  return value === undefined ? null : String(value);
}
