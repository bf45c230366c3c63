import type { FaultAction } from "../faults.ts";
import { answerJson, bearerOf, type Exchange } from "../net/exchange.ts";
import { isMap, type Json, type JsonMap } from "../php-values.ts";
import type { Portal } from "../portal.ts";
import { identify, type Caller, type Credentials } from "../rest/caller.ts";
import { dropAnswer, foreignSession, isOverLimit, playFault, userOfToken } from "../rest/gate.ts";
import { RestError, systemErrors } from "../rest/rest-error.ts";
import { timeBlock } from "../rest/time-block.ts";
import { injectedError } from "../rest2/injected-error.ts";
import { runV3 } from "./run-v3.ts";
import { accessDenied, injectedV3Error, V3Error } from "./v3-error.ts";

interface V3Request {
  portal: Portal;
  exchange: Exchange;
  method: string;
  /** The parsed body; undefined when it is not JSON sent as JSON. */
  body: Json | undefined;
  credentials: Credentials;
}

interface Outcome {
  status: number;
  body: Json;
  error: string | null;
}

const WITHOUT_PARAMETERS = new Set([
  "documentation",
  "rest.documentation.openapi",
  "rest.scope.list",
  "main.eventlog.field.list",
]);

function parsedBody(exchange: Exchange, method: string): Json | undefined {
  if (exchange.verb === "GET" || exchange.verb === "HEAD") {
    return WITHOUT_PARAMETERS.has(method) ? {} : undefined;
  }
  if (exchange.verb !== "POST" || !exchange.contentType.includes("json")) return undefined;
  try {
    const parsed = JSON.parse(exchange.body.toString("utf8")) as Json;
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function readRequest(portal: Portal, exchange: Exchange): V3Request {
  const parts = exchange.url.pathname
    .split("/")
    .filter((part) => part !== "")
    .slice(2);
  const isWebhook = parts.length >= 3 && /^\d+$/.test(parts[0] ?? "");
  const method = decodeURIComponent(parts[isWebhook ? 2 : 0] ?? "").toLowerCase();
  const body = parsedBody(exchange, method);
  const inBody = isMap(body) && typeof body.auth === "string" ? body.auth : null;
  const token = bearerOf(exchange.request) ?? inBody ?? exchange.url.searchParams.get("auth");
  const webhook = isWebhook ? { userId: Number(parts[0]), code: parts[1] ?? "" } : null;
  return { portal, exchange, method, body, credentials: { token, webhook } };
}

function checkedCaller(request: V3Request): Caller {
  const { portal, exchange } = request;
  if (!portal.settings.hasRest) {
    const text = "REST is available only on commercial plans.";
    throw new V3Error("LICENSEEXCEPTION", text, { status: 403 });
  }
  const identified = identify(portal, request.credentials);
  if ("refusal" in identified) {
    const isForbidden = systemErrors[identified.refusal]?.status === 403;
    throw accessDenied(isForbidden ? 403 : 401, portal.settings.lang);
  }
  const userId = identified.caller.user.id;
  if (foreignSession(portal, { exchange, userId })) throw accessDenied(401, portal.settings.lang);
  portal.eventLog.noteRestUse(identified.caller);
  return identified.caller;
}

function perform(request: V3Request, fault: FaultAction | null): Outcome {
  const { portal, exchange, method, body } = request;
  if (fault?.error !== undefined) {
    const code = typeof fault.error === "object" ? fault.error.code : fault.error;
    const isV2 = code in systemErrors;
    if (isV2) throw injectedError(fault);
    throw injectedV3Error(fault);
  }
  if (body === undefined) throw new V3Error("INVALIDJSONEXCEPTION", "Invalid JSON");
  const onInner = (inner: string, params: Json): void => {
    portal.cloud.journal.call({
      ...{ kind: "rest3", memberId: portal.memberId, method: inner, status: 200, error: null },
      ...{ userId: null, inBatch: true, effect: null, params, token: null, durationMs: 0 },
    });
  };
  const identify = (): Caller => checkedCaller(request);
  const returned = runV3({ portal, method, body, identify, onInner });
  const result = fault?.reshape?.(returned) ?? returned;
  const time = timeBlock(portal, { startedAt: exchange.startedAt, method, processing: 0 });
  return { status: 200, body: { result, time }, error: null };
}

function outcomeOf(request: V3Request, fault: FaultAction | null): Outcome {
  try {
    return perform(request, fault);
  } catch (cause) {
    if (!(cause instanceof V3Error) && !(cause instanceof RestError)) throw cause;
    return { status: cause.status, body: cause.body(), error: cause.code };
  }
}

function withoutAuth(body: Json | undefined): Json {
  if (!isMap(body)) return body ?? null;
  const params: JsonMap = { ...body };
  delete params.auth;
  return params;
}

/** Every call of REST v3; the limit in front of it still speaks the envelope of v2. */
export async function handleRest3(portal: Portal, exchange: Exchange): Promise<void> {
  const request = readRequest(portal, exchange);
  const { method, credentials } = request;
  const userId = userOfToken(portal, credentials.token) ?? credentials.webhook?.userId ?? null;
  const { memberId } = portal;
  const record = (status: number, error: string | null): void => {
    portal.cloud.journal.call({
      ...{ kind: "rest3", memberId, method, status, error, userId, inBatch: false, effect: null },
      params: withoutAuth(request.body),
      token: credentials.token,
      durationMs: Date.now() - exchange.startedAt,
    });
  };
  if (isOverLimit(portal, { ip: exchange.ip, method })) {
    const refusal = new RestError("QUERY_LIMIT_EXCEEDED");
    record(refusal.status, refusal.code);
    answerJson(exchange.response, { status: refusal.status, body: refusal.body() });
    return;
  }
  const fault = portal.cloud.faults.next({ kind: "rest3", method, userId, memberId });
  const answered = fault === null ? null : await playFault(exchange, fault);
  if (answered !== null) {
    record(answered.status, answered.error);
    return;
  }
  const outcome = outcomeOf(request, fault);
  record(outcome.status, outcome.error);
  if (fault?.dropAfter === true) dropAnswer(exchange);
  else answerJson(exchange.response, { status: outcome.status, body: outcome.body });
}
