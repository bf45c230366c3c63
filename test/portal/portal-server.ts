import type { IncomingMessage, ServerResponse } from "node:http";

import { handleAuthorize } from "./auth/authorize.ts";
import { handleTokenRequest } from "./auth/token-endpoint.ts";
import { answerJson, openExchange } from "./net/exchange.ts";
import { handlePage } from "./pages/index.ts";
import type { Portal } from "./portal.ts";
import { handleRest2 } from "./rest2/handle.ts";
import { handleRest3 } from "./rest3/handle.ts";

export interface PortalRequest {
  request: IncomingMessage;
  response: ServerResponse;
  /** The port it came in by; a renamed portal still answers at its old one with redirects. */
  port: number;
}

const isUnder = (path: string, folder: string): boolean => {
  return path === `/${folder}` || path.startsWith(`/${folder}/`);
};

async function handleRest(portal: Portal, input: PortalRequest): Promise<void> {
  const { request, response } = input;
  if (request.method === "OPTIONS") {
    answerJson(response, { status: 200, body: {} });
    return;
  }
  const exchange = await openExchange(request, response);
  const path = exchange.url.pathname.replace(/\/{2,}/g, "/");
  exchange.url.pathname = path;
  if (isUnder(path, "rest/api")) await handleRest3(portal, exchange);
  else await handleRest2(portal, exchange);
}

/** Sorts the requests of one portal: REST, OAuth or pages. */
export async function handlePortal(portal: Portal, input: PortalRequest): Promise<void> {
  const { request, response } = input;
  const path = (request.url ?? "/").replace(/^\/+/, "/").split("?")[0] ?? "/";
  if (input.port !== portal.port) {
    response.writeHead(302, { Location: `${portal.origin}${request.url ?? "/"}` });
    response.end();
    return;
  }
  if (isUnder(path, "rest")) {
    await handleRest(portal, input);
  } else if (isUnder(path, "oauth/authorize")) {
    handleAuthorize(portal, await openExchange(request, response));
  } else if (isUnder(path, "oauth/token") && portal.edition !== "box") {
    await handleTokenRequest(portal.cloud, await openExchange(request, response));
  } else {
    await handlePage(request, response, portal);
  }
}
