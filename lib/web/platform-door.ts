import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createGzip } from "node:zlib";
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
  if (answer.body === null)
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end();
  else await sendBody({ request, response, answer, reader: answer.body.getReader() });
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

interface Sending {
  request: IncomingMessage;
  response: ServerResponse;
  answer: Response;
  reader: Reader;
}

// As the page server does: below that a packet takes it as it is.
const MIN_PACKED = 1_024;

// Most answers are one piece, which needs no stream.
async function sendBody({ request, response, answer, reader }: Sending): Promise<void> {
  try {
    const first = await reader.read();
    const second = first.done ? first : await reader.read();
    const isLong = !second.done || (first.value?.length ?? 0) >= MIN_PACKED;
    const isPacked = isLong && takesGzip(request);
    const headers = new Headers(answer.headers);
    headers.append("vary", "Accept-Encoding");
    if (isPacked) {
      headers.set("content-encoding", "gzip");
      headers.delete("content-length");
    }
    response.writeHead(answer.status, Object.fromEntries(headers));
    if (second.done && !isPacked) {
      response.end(first.value);
      return;
    }
    const body = Readable.from(pieces(reader, [first.value, second.value]));
    if (isPacked) await pipeline(body, createGzip({ level: constants.Z_BEST_SPEED }), response);
    else await pipeline(body, response);
  } finally {
    await reader.cancel();
  }
}

const GZIP = /(?:^|,)\s*(?:gzip|\*)\s*(?:$|,|;(?!\s*q=0(?:\.0*)?\s*(?:$|,)))/i;

function takesGzip({ headers }: IncomingMessage): boolean {
  return GZIP.test(headers["accept-encoding"] ?? "");
}

async function* pieces(reader: Reader, read: (Uint8Array | undefined)[]) {
  for (const piece of read) if (piece !== undefined) yield piece;
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}
