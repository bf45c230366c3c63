import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PEER_HEADER } from "../http/index.ts";

export type PlatformDoor = (request: Request) => Promise<Response>;

/** Has a request of Node answered by a door that takes those of the platform. */
export async function answerByPlatform(
  request: IncomingMessage,
  response: ServerResponse,
  door: PlatformDoor,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const answer = await door(toRequest(request, gone.signal));
  if (!request.complete) response.setHeader("connection", "close");
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body === null) response.end();
  else await sendBody(response, answer.body.getReader());
}

function toRequest(request: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  headers.set(PEER_HEADER, request.socket.remoteAddress ?? "");
  const { method = "GET", url = "/" } = request;
  const init: RequestInit & { duplex: "half" } = { method, headers, signal, duplex: "half" };
  // A body that is refused half-way must leave its socket usable for the answer.
  if (method !== "GET") init.body = Readable.toWeb(bodyOf(request)) as unknown as BodyInit;
  return new Request(`http://localhost${url}`, init);
}

function bodyOf(request: IncomingMessage): Readable {
  return Readable.from(request.iterator({ destroyOnReturn: false }));
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

// Most answers are one piece, which needs no stream.
async function sendBody(response: ServerResponse, reader: Reader): Promise<void> {
  const first = await reader.read();
  const second = first.done ? first : await reader.read();
  if (second.done) response.end(first.value);
  else await pipeline(Readable.from(pieces(reader, [first.value, second.value])), response);
}

async function* pieces(reader: Reader, read: (Uint8Array | undefined)[]) {
  try {
    yield* read;
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}
