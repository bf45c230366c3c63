import type { FaultAction } from "../faults.ts";
import { answerJson, bearerOf, type Exchange } from "../net/exchange.ts";
import { requestParams } from "../net/request-params.ts";
import { asText, type JsonMap } from "../php-values.ts";
import type { Portal } from "../portal.ts";
import { identify, type Caller, type Credentials } from "../rest/caller.ts";
import { dropAnswer, foreignSession, isOverLimit, playFault, userOfToken } from "../rest/gate.ts";
import { RestError } from "../rest/rest-error.ts";
import { timeBlock } from "../rest/time-block.ts";
import { runBatch } from "./batch.ts";
import { injectedError } from "./injected-error.ts";
import { findMethod } from "./method-table.ts";
import { runMethod } from "./run-method.ts";

interface V2Request {
  portal: Portal;
  exchange: Exchange;
  method: string;
  params: JsonMap;
  credentials: Credentials;
}

interface Outcome {
  status: number;
  body: JsonMap;
  error: string | null;
  effect: string | null;
  fault: FaultAction | null;
}

const SDK_KEYS = /^bx24_/;

function readRequest(portal: Portal, exchange: Exchange): V2Request {
  const parts = exchange.url.pathname
    .split("/")
    .filter((part) => part !== "")
    .slice(1);
  const isWebhook = parts.length >= 3 && /^\d+$/.test(parts[0] ?? "");
  const name = parts[isWebhook ? 2 : 0] ?? "";
  const all = requestParams(exchange);
  const params: JsonMap = {};
  for (const [key, value] of Object.entries(all)) {
    const isSystem = key === "auth" || key === "access_token" || SDK_KEYS.test(key);
    if (!isSystem) params[key] = value;
  }
  const given = asText(all.auth) === "" ? asText(all.access_token) : asText(all.auth);
  const token = bearerOf(exchange.request) ?? (given === "" ? null : given);
  const webhook = isWebhook ? { userId: Number(parts[0]), code: parts[1] ?? "" } : null;
  const method = decodeURIComponent(name)
    .toLowerCase()
    .replace(/\.(json|xml)$/, "");
  return { portal, exchange, method, params, credentials: { token, webhook } };
}

function checkedCaller(request: V2Request): Caller {
  const { portal, exchange, credentials } = request;
  if (!portal.settings.hasRest) {
    throw new RestError("ACCESS_DENIED", "REST is available only on commercial plans.");
  }
  const identified = identify(portal, credentials);
  if ("refusal" in identified) throw new RestError(identified.refusal);
  const userId = identified.caller.user.id;
  if (foreignSession(portal, { exchange, userId })) throw new RestError("authorization_error");
  portal.eventLog.noteRestUse(identified.caller);
  return identified.caller;
}

async function perform(request: V2Request, fault: FaultAction | null): Promise<Outcome> {
  const { portal, exchange, method, params } = request;
  if (fault?.error !== undefined) throw injectedError(fault);
  const isBatch = method === "batch";
  if (!isBatch && findMethod(portal, method) === null) {
    throw new RestError("ERROR_METHOD_NOT_FOUND");
  }
  const caller = checkedCaller(request);
  if (isBatch) {
    const batch = await runBatch({ portal, caller, params });
    const time = timeBlock(portal, { startedAt: exchange.startedAt, method });
    const body = { result: batch.result, time };
    return { status: 200, body, error: null, effect: null, fault: batch.fault ?? fault };
  }
  const { answer, effect } = await runMethod({ portal, caller, method, params });
  const body: JsonMap = { result: answer.result };
  if (answer.next !== undefined) body.next = answer.next;
  if (answer.total !== undefined) body.total = answer.total;
  body.time = timeBlock(portal, { startedAt: exchange.startedAt, method });
  return { status: 200, body, error: null, effect, fault };
}

async function outcomeOf(request: V2Request, fault: FaultAction | null): Promise<Outcome> {
  try {
    return await perform(request, fault);
  } catch (cause) {
    if (!(cause instanceof RestError)) throw cause;
    const { code, status } = cause;
    const error = code === "" ? "(empty)" : code;
    return { status, body: cause.body(), error, effect: null, fault };
  }
}

/** Every call of REST v2: limit, faults, then the method itself; all of it is recorded. */
export async function handleRest2(portal: Portal, exchange: Exchange): Promise<void> {
  const request = readRequest(portal, exchange);
  const { method, credentials } = request;
  const userId = userOfToken(portal, credentials.token) ?? credentials.webhook?.userId ?? null;
  const { memberId } = portal;
  const record = (status: number, error: string | null, effect: string | null): void => {
    portal.cloud.journal.call({
      ...{ kind: "rest2", memberId, method, status, error, effect, userId, inBatch: false },
      params: request.params,
      token: credentials.token,
      durationMs: Date.now() - exchange.startedAt,
    });
  };
  if (isOverLimit(portal, { ip: exchange.ip, method })) {
    const refusal = new RestError("QUERY_LIMIT_EXCEEDED");
    record(refusal.status, refusal.code, null);
    answerJson(exchange.response, { status: refusal.status, body: refusal.body() });
    return;
  }
  const fault = portal.cloud.faults.next({ kind: "rest2", method, userId, memberId });
  const answered = fault === null ? null : await playFault(exchange, fault);
  if (answered !== null) {
    record(answered.status, answered.error, null);
    return;
  }
  const outcome = await outcomeOf(request, fault);
  record(outcome.status, outcome.error, outcome.effect);
  if (outcome.fault?.dropAfter === true) dropAnswer(exchange);
  else answerJson(exchange.response, { status: outcome.status, body: outcome.body });
}
