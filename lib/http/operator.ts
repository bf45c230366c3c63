import ipaddr from "ipaddr.js";
import { equalSecret, hashSecret } from "../db/index.ts";
import { env, type Env } from "../env.ts";
import { PEER_HEADER } from "./client-address.ts";

/**
 * Whether the operator asks: with METRICS_TOKEN as bearer, or, where none is set, from this very machine by the
 * socket's address. Behind a proxy that address is the proxy's, also for outside callers: there only the token counts.
 */
export function isOperator(
  { headers }: Pick<Request, "headers">,
  { METRICS_TOKEN, HOST, TRUST_PROXY }: Pick<Env, "METRICS_TOKEN" | "HOST" | "TRUST_PROXY"> = env(),
): boolean {
  if (METRICS_TOKEN !== undefined) {
    const given = headers.get("authorization") ?? "";
    return equalSecret(hashSecret(given), hashSecret(`Bearer ${METRICS_TOKEN}`));
  }
  return TRUST_PROXY === 0 && isLoopback(HOST) && isLoopback(headers.get(PEER_HEADER) ?? "");
}

function isLoopback(text: string): boolean {
  if (text === "localhost") return true;
  return ipaddr.isValid(text) && ipaddr.process(text).range() === "loopback";
}
