import type { PortalCloud } from "../cloud.ts";
import { bearerOf, type Exchange } from "../net/exchange.ts";
import { requestParams } from "../net/request-params.ts";
import { asText, isoWithOffset, type JsonMap } from "../php-values.ts";
import { answerAuth } from "./auth-answer.ts";
import { AuthError } from "./auth-error.ts";

function requestTime(cloud: PortalCloud, input: { startedAt: number; offset: number }): JsonMap {
  const start = input.startedAt + cloud.clock.offsetMs;
  const finish = cloud.clock.now();
  const duration = Math.max(0, finish - start) / 1000;
  return {
    start: start / 1000,
    finish: finish / 1000,
    duration,
    processing: duration,
    date_start: isoWithOffset(start, input.offset),
    date_finish: isoWithOffset(finish, input.offset),
  };
}

function appInfo(cloud: PortalCloud, input: { token: string; startedAt: number }): JsonMap {
  if (input.token === "") throw new AuthError("invalid_request", 'No "auth" parameter found');
  const record = cloud.tokens.find(input.token);
  if (record?.kind !== "access") throw new AuthError("invalid_client");
  const portal = cloud.portal(record.memberId);
  const { installation, settings } = portal;
  const isOurs = record.clientId === cloud.clientId;
  if (isOurs && !installation.isAdded) {
    installation.isRemovalKnown = true;
    throw new AuthError("NOT_INSTALLED");
  }
  if (record.state === "revoked") throw new AuthError("invalid_client");
  if (cloud.tokens.isExpired(record)) throw new AuthError("expired_token");
  if (isOurs && installation.isPaymentExpired) throw new AuthError("PAYMENT_REQUIRED");
  const offset = settings.serverOffsetMinutes;
  const result: JsonMap = {
    client_id: record.clientId,
    scope: installation.scopeText,
    expires: isoWithOffset(record.expiresAt, offset),
    install: {
      installed: isOurs ? installation.isInstalled : true,
      version: isOurs ? installation.version : 1,
      status: installation.status,
      scope: installation.scopeText,
      domain: portal.domain,
      uri: portal.origin,
      client_endpoint: portal.clientEndpoint,
      member_id: portal.memberId,
      member_type: portal.edition === "box" ? "selfhosted" : "cloud",
    },
    user_id: record.userId,
  };
  return { result, time: requestTime(cloud, { startedAt: input.startedAt, offset }) };
}

/** rest/app.info of the authorization server: the proof of an access token. */
export async function handleAppInfo(cloud: PortalCloud, exchange: Exchange): Promise<void> {
  const params = requestParams(exchange);
  const given = asText(params.auth) === "" ? asText(params.access_token) : asText(params.auth);
  const token = bearerOf(exchange.request) ?? given;
  await answerAuth(cloud, {
    exchange,
    method: "app.info",
    params,
    token: token === "" ? null : token,
    answer: () => appInfo(cloud, { token, startedAt: exchange.startedAt }),
  });
}
