import type { PortalCloud } from "../cloud.ts";
import { answerJson, type Exchange } from "../net/exchange.ts";
import type { JsonMap } from "../php-values.ts";
import { dropAnswer, playFault } from "../rest/gate.ts";
import { AuthError, injectedAuthError } from "./auth-error.ts";

export interface AuthCall {
  exchange: Exchange;
  method: string;
  params: JsonMap;
  token: string | null;
  answer: () => JsonMap;
}

interface AuthOutcome {
  status: number;
  body: JsonMap;
  error: string | null;
}

function outcomeOf(work: () => JsonMap): AuthOutcome {
  try {
    return { status: 200, body: work(), error: null };
  } catch (cause) {
    if (!(cause instanceof AuthError)) throw cause;
    return { status: cause.status, body: cause.body(), error: cause.code };
  }
}

/** Runs one call of the authorization server with its faults and records it. */
export async function answerAuth(cloud: PortalCloud, call: AuthCall): Promise<void> {
  const { exchange, method, params, token } = call;
  const record = token === null ? null : cloud.tokens.find(token);
  const userId = record?.userId ?? null;
  const memberId = record?.memberId ?? null;
  const note = (status: number, error: string | null): void => {
    const durationMs = Date.now() - exchange.startedAt;
    cloud.journal.call({
      ...{ kind: "auth", memberId, method, params, token, userId, status, error },
      ...{ effect: null, inBatch: false, durationMs },
    });
  };
  const fault = cloud.faults.next({ kind: "auth", method, userId, memberId });
  const answered = fault === null ? null : await playFault(exchange, fault);
  if (answered !== null) {
    note(answered.status, answered.error);
    return;
  }
  const outcome = outcomeOf(() => {
    if (fault?.error !== undefined) throw injectedAuthError(fault);
    return call.answer();
  });
  note(outcome.status, outcome.error);
  if (fault?.dropAfter === true) dropAnswer(exchange);
  else answerJson(exchange.response, { status: outcome.status, body: outcome.body });
}
