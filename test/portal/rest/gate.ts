import { setTimeout as wait } from "node:timers/promises";

import type { FaultAction } from "../faults.ts";
import type { CallKind } from "../journal.ts";
import { answerHtml, cookieOf, type Exchange } from "../net/exchange.ts";
import type { Portal } from "../portal.ts";

export interface GateInput {
  kind: CallKind;
  method: string;
  token: string | null;
}

export interface Passed {
  fault: FaultAction | null;
}

export interface Answered {
  status: number;
  error: string;
}

const BAD_GATEWAY = (status: number): string => {
  const text = String(status);
  return `<html><head><title>${text} Bad Gateway</title></head><body>${text}</body></html>`;
};

/** Plays the part of a fault that happens before the call; null when the call may go on. */
export async function playFault(exchange: Exchange, fault: FaultAction): Promise<Answered | null> {
  if (fault.delayMs !== undefined) await wait(fault.delayMs);
  await fault.until;
  if (fault.dropBefore === true) {
    exchange.request.socket.destroy();
    return { status: 0, error: "dropped before" };
  }
  if (fault.redirectTo !== undefined) {
    exchange.response.writeHead(302, { Location: fault.redirectTo });
    exchange.response.end();
    return { status: 302, error: "redirected" };
  }
  const hasHtml = fault.html !== undefined && fault.html !== false;
  const isBare =
    fault.status !== undefined && fault.error === undefined && fault.dropAfter !== true;
  if (!hasHtml && !isBare) return null;
  const status = fault.status ?? 502;
  const html = typeof fault.html === "string" ? fault.html : BAD_GATEWAY(status);
  answerHtml(exchange.response, { status, html });
  return { status, error: "html" };
}

/** Sends the answer to nowhere: the effect stays, the caller learns nothing. */
export function dropAnswer(exchange: Exchange): void {
  exchange.request.socket.destroy();
}

/** The leaky bucket stands before everything else. */
export function isOverLimit(portal: Portal, input: { ip: string; method: string }): boolean {
  if (portal.bucket.take(input.ip, portal.cloud.clock.limitNow())) return false;
  portal.violation("rate-overrun", `${input.method} from ${input.ip} found the bucket full`);
  return true;
}

/** Server calls must not carry cookies; another user's session breaks the call. */
export function foreignSession(
  portal: Portal,
  input: { exchange: Exchange; userId: number | null },
): boolean {
  if (input.exchange.request.headers.cookie === undefined) return false;
  portal.violation("cookie-sent", `${input.exchange.url.pathname} came with a cookie`);
  const session = cookieOf(input.exchange.request, "portal_user");
  return session !== null && input.userId !== null && session !== String(input.userId);
}

export function userOfToken(portal: Portal, token: string | null): number | null {
  return token === null ? null : (portal.cloud.tokens.find(token)?.userId ?? null);
}
