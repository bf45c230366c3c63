import ipaddr from "ipaddr.js";
import { equalSecret, hashSecret } from "../db/index.ts";
import { env } from "../env.ts";

/**
 * Whether the operator asks: with METRICS_TOKEN as bearer, or, where none is set, from this very machine. The
 * header is the server's own there; behind a proxy it names the outside caller, who is refused.
 */
export function isOperator(request: Request): boolean {
  const { METRICS_TOKEN, HOST } = env();
  if (METRICS_TOKEN !== undefined) {
    const given = request.headers.get("authorization") ?? "";
    return equalSecret(hashSecret(given), hashSecret(`Bearer ${METRICS_TOKEN}`));
  }
  const caller = request.headers.get("x-forwarded-for") ?? "";
  return isLoopback(HOST) && isLoopback(caller);
}

function isLoopback(text: string): boolean {
  if (text === "localhost") return true;
  return ipaddr.isValid(text) && ipaddr.process(text).range() === "loopback";
}
