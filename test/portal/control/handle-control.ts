import type { PortalCloud } from "../cloud.ts";
import { answerJson, type Exchange } from "../net/exchange.ts";
import { isMap, type Json, type JsonMap } from "../php-values.ts";
import { RestError } from "../rest/rest-error.ts";
import { cloudRoutes } from "./cloud-routes.ts";
import { ControlError } from "./control-error.ts";
import { portalRoutes } from "./portal-routes.ts";

export interface ControlCall {
  cloud: PortalCloud;
  /** Values of the named parts of the path. */
  path: Record<string, string>;
  query: URLSearchParams;
  body: JsonMap;
}

export type ControlRoute = (call: ControlCall) => unknown;

export type ControlRoutes = Record<string, ControlRoute>;

function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? "";
    if (part.startsWith(":")) values[part.slice(1)] = decodeURIComponent(actual);
    else if (part !== actual) return null;
  }
  return values;
}

function bodyOf(exchange: Exchange): JsonMap {
  if (exchange.body.length === 0) return {};
  let parsed: Json;
  try {
    parsed = JSON.parse(exchange.body.toString("utf8")) as Json;
  } catch {
    throw new ControlError(400, "the body is not JSON");
  }
  return isMap(parsed) ? parsed : {};
}

interface Found {
  route: ControlRoute;
  path: Record<string, string>;
}

function findRoute(verb: string, path: string): Found | null {
  for (const [key, route] of Object.entries({ ...cloudRoutes, ...portalRoutes })) {
    const [wanted, pattern = ""] = key.split(" ");
    const values = wanted === verb ? match(pattern, path) : null;
    if (values !== null) return { route, path: values };
  }
  return null;
}

/** Portal operations may leave the portal out of the path: then memberId or the first one. */
function run(cloud: PortalCloud, exchange: Exchange): unknown {
  const given = exchange.url.pathname.replace(/^\/_control/, "").replace(/\/+$/, "");
  const path = given === "" ? "/" : given;
  const query = exchange.url.searchParams;
  const body = bodyOf(exchange);
  const named = typeof body.memberId === "string" ? body.memberId : query.get("memberId");
  const member = named ?? cloud.portals[0]?.memberId ?? "";
  const found =
    findRoute(exchange.verb, path) ?? findRoute(exchange.verb, `/portals/${member}${path}`);
  if (found === null) throw new ControlError(404, `no control operation ${exchange.verb} ${path}`);
  return found.route({ cloud, path: found.path, query, body });
}

/** The JSON door through which tests of other processes steer and read the cloud. */
export async function handleControl(cloud: PortalCloud, exchange: Exchange): Promise<void> {
  try {
    const body = (await run(cloud, exchange)) ?? { ok: true };
    answerJson(exchange.response, { status: 200, body });
  } catch (cause) {
    const isKnown = cause instanceof ControlError || cause instanceof RestError;
    if (!isKnown) throw cause;
    answerJson(exchange.response, { status: cause.status, body: { error: cause.message } });
  }
}
