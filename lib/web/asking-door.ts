import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createGzip } from "node:zlib";
import type { Asking, DoorAnswer } from "../http/index.ts";
import { toPosted } from "./node-request.ts";

export type AskingDoor = (request: Asking) => Promise<DoorAnswer>;

/** Has a request of Node answered by a door whose answers may be long. */
export async function answerAsking(
  request: IncomingMessage,
  response: ServerResponse,
  door: AskingDoor,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const { method = "GET" } = request;
  const answer = await door({ ...toPosted(request), method, signal: gone.signal });
  if (!request.complete) response.setHeader("connection", "close");
  const { body } = answer;
  if (body === null) response.writeHead(answer.status, answer.headers).end();
  else if (typeof body === "string") await sendText({ request, response, answer }, body);
  else await sendStream({ request, response, answer }, body.getReader());
}

interface Sending {
  request: IncomingMessage;
  response: ServerResponse;
  answer: DoorAnswer;
}

// As the page server does: below that a packet takes it as it is.
const MIN_PACKED = 1_024;

async function sendText({ request, response, answer }: Sending, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  const isPacked = bytes.length >= MIN_PACKED && takesGzip(request);
  writeHead(response, answer, isPacked ? null : bytes.length);
  if (isPacked) await pipeline(Readable.from([bytes]), packer(), response);
  else response.end(bytes);
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function sendStream({ request, response, answer }: Sending, reader: Reader): Promise<void> {
  try {
    const isPacked = takesGzip(request);
    writeHead(response, answer, isPacked ? null : undefined);
    const body = Readable.from(pieces(reader));
    if (isPacked) await pipeline(body, packer(), response);
    else await pipeline(body, response);
  } finally {
    await reader.cancel();
  }
}

/** The length is null for a packed body, and undefined where it is not known. */
function writeHead(
  response: ServerResponse,
  { status, headers }: DoorAnswer,
  length: number | null | undefined,
): void {
  response.writeHead(status, {
    ...headers,
    vary: headers.vary === undefined ? "Accept-Encoding" : `${headers.vary}, Accept-Encoding`,
    ...(length === null && { "content-encoding": "gzip" }),
    ...(typeof length === "number" && { "content-length": length }),
  });
}

const packer = () => createGzip({ level: constants.Z_BEST_SPEED });

const GZIP = /(?:^|,)\s*(?:gzip|\*)\s*(?:$|,|;(?!\s*q=0(?:\.0*)?\s*(?:$|,)))/i;

function takesGzip({ headers }: IncomingMessage): boolean {
  return GZIP.test(headers["accept-encoding"] ?? "");
}

async function* pieces(reader: Reader) {
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}
