import { isMap, type Json, type JsonMap } from "../php-values.ts";
import type { Portal } from "../portal.ts";
import type { Caller } from "../rest/caller.ts";
import { bookOperating, isOperatingBlocked } from "../rest2/run-method.ts";
import { eventLogMethods, type V3Handler } from "./eventlog-methods.ts";
import { accessDenied, badSelect, requiredField, V3Error } from "./v3-error.ts";

export interface V3Input {
  portal: Portal;
  method: string;
  body: Json;
  /** Proves the caller or throws; called only once the method is known. */
  identify: () => Caller;
  /** Told of each call inside a batch. */
  onInner: (method: string, params: Json) => void;
}

const openMethods: Record<string, (portal: Portal, caller: Caller) => Json> = {
  "rest.scope.list": (_portal, caller) => ({ items: caller.scope.map((name) => ({ name })) }),
  "rest.documentation.openapi": () => openApi(),
  documentation: () => openApi(),
};

function openApi(): Json {
  const paths: JsonMap = {};
  for (const name of Object.keys(eventLogMethods)) paths[`/${name}`] = { post: {} };
  return { openapi: "3.0.0", info: { title: "REST API", version: "3" }, paths };
}

function notFound(method: string): V3Error {
  const text = `Method \`${method}\` not found`;
  return new V3Error("METHODNOTFOUNDEXCEPTION", text, { status: 404 });
}

function findHandler(method: string): V3Handler {
  const handler = Object.hasOwn(eventLogMethods, method) ? eventLogMethods[method] : undefined;
  if (handler === undefined) throw notFound(method);
  return handler;
}

interface OneCall {
  portal: Portal;
  caller: Caller;
  method: string;
  params: JsonMap;
}

function checkRights({ portal, caller, method }: OneCall): void {
  if (!caller.scope.includes("main")) {
    const text = "The request requires higher privileges than provided by the access token";
    throw new V3Error("INSUFFICIENTSCOPEEXCEPTION", text, { status: 403 });
  }
  if (!caller.user.isAdmin) throw accessDenied(403, portal.settings.lang);
  if (isOperatingBlocked(portal, method)) {
    const text = "Method is blocked due to operation time limit.";
    throw new V3Error("RATELIMITEXCEPTION", text, { status: 429 });
  }
}

function runOne(call: OneCall): Json {
  const { portal, caller, method, params } = call;
  const open = Object.hasOwn(openMethods, method) ? openMethods[method] : undefined;
  if (open !== undefined) return open(portal, caller);
  const handler = findHandler(method);
  checkRights(call);
  portal.eventLog.pruneSometimes();
  const startedAt = Date.now();
  const result = handler(portal, params);
  bookOperating(portal, { method, realMs: Date.now() - startedAt });
  return result;
}

function runBatch(input: V3Input): Json {
  if (!input.portal.settings.hasBatchV3) throw notFound(input.method);
  if (!Array.isArray(input.body)) throw badSelect(input.body);
  const caller = input.identify();
  return input.body.map((item) => {
    if (!isMap(item) || typeof item.method !== "string") throw badSelect(item);
    const { query } = item;
    if (query === undefined) throw requiredField("query");
    if (item.as !== undefined && typeof item.as !== "string") throw badSelect(item);
    const isRight = isMap(query) || (Array.isArray(query) && query.length === 0);
    if (!isRight) throw badSelect(item);
    const method = item.method.toLowerCase();
    input.onInner(method, query);
    return runOne({ portal: input.portal, caller, method, params: isMap(query) ? query : {} });
  });
}

/** One call or a batch given as a root array, whose first error fails all of it. */
export function runV3(input: V3Input): Json {
  const { portal, method, body } = input;
  if (method === "batch") return runBatch(input);
  if (!Object.hasOwn(openMethods, method)) findHandler(method);
  if (!isMap(body) && !(Array.isArray(body) && body.length === 0)) {
    throw new V3Error("INVALIDJSONEXCEPTION", "Invalid JSON");
  }
  const caller = input.identify();
  return runOne({ portal, caller, method, params: isMap(body) ? body : {} });
}
