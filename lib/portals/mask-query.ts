import type { PortalCtx } from "../ctx.ts";
import { knownLogMasks } from "./log-masks.ts";
import { maskExchange } from "./mask-exchange.ts";

const MAX_BYTES = 4 * 1024;
// Our own API tokens, pasted where they do not belong.
const OWN_TOKEN = /\blb_[\w-]{61}/g;
const RULES_UNKNOWN = "Left out: the portal's masking rules could not be read.";

/** What may be kept of a question to the log: known secrets become `***`, and it ends after so many bytes. */
export function maskQuery(value: unknown): unknown {
  const secrets = JSON.stringify(value).match(OWN_TOKEN) ?? [];
  return maskExchange({ value, secrets: [...secrets], maxBytes: MAX_BYTES }).value;
}

/** The same with what the portal's administrator wants masked besides. */
export async function maskQueryOfPortal(ctx: PortalCtx, value: unknown): Promise<unknown> {
  const extra = await knownLogMasks(ctx);
  if (extra === undefined) return RULES_UNKNOWN;
  if (extra === null) return value;
  return maskExchange({ value, secrets: [], extra, maxBytes: MAX_BYTES * 2 }).value;
}
