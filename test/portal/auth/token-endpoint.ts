import type { PortalCloud } from "../cloud.ts";
import type { Exchange } from "../net/exchange.ts";
import { requestParams } from "../net/request-params.ts";
import { asText, type JsonMap } from "../php-values.ts";
import type { Portal } from "../portal.ts";
import { answerAuth } from "./auth-answer.ts";
import { AuthError } from "./auth-error.ts";
import type { TokenPair, TokenRecord } from "./token-store.ts";

function required(params: JsonMap, name: string): string {
  const value = asText(params[name]);
  if (value === "") throw new AuthError("invalid_request", `No "${name}" parameter found`);
  return value;
}

function checkClient(cloud: PortalCloud, params: JsonMap): void {
  const clientId = required(params, "client_id");
  if (clientId !== cloud.clientId) throw new AuthError("wrong_client");
  if (asText(params.client_secret) !== cloud.clientSecret) throw new AuthError("invalid_client");
}

/** The checks of an installation come before those of the token itself. */
function usablePortal(cloud: PortalCloud, record: TokenRecord): Portal {
  const portal = cloud.findPortal(record.memberId);
  if (portal?.installation.isAdded !== true) {
    if (portal !== null) portal.installation.isRemovalKnown = true;
    throw new AuthError("NOT_INSTALLED");
  }
  if (portal.installation.isPaymentExpired) throw new AuthError("PAYMENT_REQUIRED");
  return portal;
}

function takeToken(
  cloud: PortalCloud,
  input: { value: string; kind: "code" | "refresh" },
): { record: TokenRecord; portal: Portal } {
  const record = cloud.tokens.find(input.value);
  if (record?.kind !== input.kind || record.clientId !== cloud.clientId) {
    throw new AuthError("invalid_grant");
  }
  const portal = usablePortal(cloud, record);
  if (record.state === "used") {
    portal.violation(`${input.kind}-reuse`, `user ${String(record.userId)} sent it a second time`);
  }
  if (record.state !== "live" || cloud.tokens.isExpired(record)) {
    throw new AuthError("invalid_grant");
  }
  record.state = "used";
  return { record, portal };
}

function commonAnswer(cloud: PortalCloud, input: { portal: Portal; pair: TokenPair }): JsonMap {
  const { portal, pair } = input;
  return {
    access_token: pair.access.value,
    client_endpoint: portal.clientEndpoint,
    domain: cloud.authHost,
    expires_in: cloud.tokens.settings.accessLifetimeSeconds,
    member_id: portal.memberId,
    refresh_token: pair.refresh.value,
    scope: "app",
    server_endpoint: cloud.serverEndpoint,
    status: portal.installation.status,
  };
}

function exchangeCode(cloud: PortalCloud, params: JsonMap): JsonMap {
  const value = required(params, "code");
  const { record, portal } = takeToken(cloud, { value, kind: "code" });
  const pair = portal.issueTokens({ userId: record.userId, source: "code" });
  return commonAnswer(cloud, { portal, pair });
}

function refresh(cloud: PortalCloud, params: JsonMap): JsonMap {
  const value = required(params, "refresh_token");
  const { record, portal } = takeToken(cloud, { value, kind: "refresh" });
  const pair = portal.issueTokens({ userId: record.userId, source: "refresh" });
  return {
    ...commonAnswer(cloud, { portal, pair }),
    expires: Math.floor(pair.access.expiresAt / 1000),
    user_id: record.userId,
  };
}

function tokenAnswer(cloud: PortalCloud, params: JsonMap): JsonMap {
  checkClient(cloud, params);
  const grant = required(params, "grant_type");
  if (grant === "authorization_code") return exchangeCode(cloud, params);
  if (grant === "refresh_token") return refresh(cloud, params);
  throw new AuthError("unsupported_grant_type");
}

/** /oauth/token/: both grants, by GET query or POST form. */
export async function handleTokenRequest(cloud: PortalCloud, exchange: Exchange): Promise<void> {
  const params = requestParams(exchange);
  const token = asText(params.refresh_token ?? params.code);
  await answerAuth(cloud, {
    exchange,
    method: "oauth.token",
    params,
    token: token === "" ? null : token,
    answer: () => tokenAnswer(cloud, params),
  });
}
