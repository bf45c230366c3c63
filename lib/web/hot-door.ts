import type { IncomingMessage, ServerResponse } from "node:http";
import type { Posted } from "../http/index.ts";
import { activityDoor } from "./activity-door.ts";
import { entriesDoor } from "./entries-door.ts";
import { eventDoor } from "./event-door.ts";
import { answerAsking, type AskingDoor } from "./asking-door.ts";
import { toPosted } from "./node-request.ts";
import { callsDoor } from "./rpc-door.ts";

const ACTIVITY = /^\/b24\/activity\/([A-Za-z0-9._-]{1,128})\/?(?:\?|$)/;
const EVENT = /^\/b24\/event\/?(?:\?|$)/;

type Door = (request: Posted) => Promise<Response>;

const API: Record<string, AskingDoor> = {
  "POST /api_jsonrpc.php": callsDoor,
  "POST /api/jsonrpc": callsDoor,
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
  return door === undefined ? undefined : answerAsking(request, response, door);
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

async function send(response: ServerResponse, answer: Response): Promise<void> {
  if (!response.req.readableEnded) response.setHeader("connection", "close");
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(answer.body === null ? undefined : Buffer.from(await answer.arrayBuffer()));
}
