import type { IncomingMessage, ServerResponse } from "node:http";

import type { PortalCloud } from "../cloud.ts";
import { handleControl } from "../control/handle-control.ts";
import { answerJson, openExchange } from "../net/exchange.ts";
import { handleAppInfo } from "./app-info.ts";
import { handleTokenRequest } from "./token-endpoint.ts";

/** The authorization server; its port also carries the control door of the tests. */
export async function handleAuthServer(
  cloud: PortalCloud,
  input: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const exchange = await openExchange(input.request, input.response);
  const path = exchange.url.pathname.replace(/\/{2,}/g, "/").replace(/\/$/, "");
  if (path === "/_control" || path.startsWith("/_control/")) {
    await handleControl(cloud, exchange);
  } else if (path === "/oauth/token") {
    await handleTokenRequest(cloud, exchange);
  } else if (path === "/rest/app.info" || path === "/rest/app.info.json") {
    await handleAppInfo(cloud, exchange);
  } else {
    const body = { error: "ERROR_METHOD_NOT_FOUND", error_description: "Method not found!" };
    answerJson(input.response, { status: 404, body });
  }
}
