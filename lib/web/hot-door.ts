import type { IncomingMessage, ServerResponse } from "node:http";
import { PEER_HEADER, type Posted } from "../http/index.ts";
import { activityDoor } from "./activity-door.ts";
import { entriesDoor } from "./entries-door.ts";
import { eventDoor } from "./event-door.ts";
import { answerByPlatform, type PlatformDoor } from "./platform-door.ts";
import { rpcDoor } from "./rpc-door.ts";

const ACTIVITY = /^\/b24\/activity\/([A-Za-z0-9._-]{1,128})\/?(?:\?|$)/;
const EVENT = /^\/b24\/event\/?(?:\?|$)/;

type Door = (request: Posted) => Promise<Response>;

const API: Record<string, PlatformDoor> = {
  "POST /api_jsonrpc.php": rpcDoor,
  "POST /api/jsonrpc": rpcDoor,
  "GET /api/v1/entries": async (request) => entriesDoor(request, { params: Promise.resolve({}) }),
};

/**
 * Answers the calls that nobody repeats, and those that other systems make all day, before the page server sees
 * them: its routing costs several times what storing a call does. Every other request gets false.
 */
export function tryHotDoor(request: IncomingMessage, response: ServerResponse): boolean {
  const answered = tryApi(request, response) ?? tryPosted(request, response);
  answered?.catch(() => response.destroy());
  return answered !== undefined;
}

function tryApi(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
  const [path = ""] = (request.url ?? "").split("?", 1);
  const name = `${request.method ?? ""} ${path}`;
  const door = Object.hasOwn(API, name) ? API[name] : undefined;
  return door === undefined ? undefined : answerByPlatform(request, response, door);
}

function tryPosted(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
  const door = request.method === "POST" ? findDoor(request.url ?? "") : undefined;
  return door?.(toPosted(request)).then(async (answer) => send(response, answer));
}

function findDoor(url: string): Door | undefined {
  const code = ACTIVITY.exec(url)?.[1];
  if (code !== undefined) {
    return async (request) => activityDoor(request, { params: Promise.resolve({ code }) });
  }
  if (!EVENT.test(url)) return undefined;
  return async (request) => eventDoor(request, { params: Promise.resolve({}) });
}

// Not a `Request` of the platform: making one costs more than reading it. A body that is refused half-way must
// leave its socket usable for the answer.
function toPosted(request: IncomingMessage): Posted {
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

async function send(response: ServerResponse, answer: Response): Promise<void> {
  if (!response.req.readableEnded) response.setHeader("connection", "close");
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(answer.body === null ? undefined : Buffer.from(await answer.arrayBuffer()));
}
