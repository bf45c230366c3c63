import type { PortalCtx } from "../ctx.ts";
import { knownLogMasks } from "./log-masks.ts";
import { maskExchange } from "./mask-exchange.ts";

const MAX_BYTES = 4 * 1024;
// Our own API tokens, pasted where they do not belong.
const OWN_TOKEN = /\blb_[\w-]{61}/g;
const RULES_UNKNOWN = "Left out: the portal's masking rules could not be read.";

// What a door or method acts on. The rest may hold anything, also only what is to hide these.
const KNOWN = new Set([
  ...["q", "search", "filter", "from", "to", "order", "limit", "ids", "id", "tz", "zone"],
  ...["type", "user", "source", "auditids", "userids", "time_from", "time_till"],
]);

/**
 * What may be kept of a question to the log: known secrets become `***`, and it ends after so many bytes; parameters
 * that no door knows come behind the others.
 */
export function maskQuery(value: unknown): unknown {
  const secrets = JSON.stringify(value).match(OWN_TOKEN) ?? [];
  const mask = (part: unknown, maxBytes: number): unknown =>
    maskExchange({ value: part, secrets: [...secrets], maxBytes }).value;
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return mask(value, MAX_BYTES);
  }
  const fields = Object.entries(value);
  const known = fields.filter(([name]) => KNOWN.has(name)).toSorted(byWeight);
  const others = fields.filter(([name]) => !KNOWN.has(name));
  const first = mask(Object.fromEntries(known), MAX_BYTES) as object;
  if (others.length === 0) return first;
  // Apart, as names like `7` would come first in one object.
  const left = MAX_BYTES - Buffer.byteLength(JSON.stringify(first));
  return { ...first, ...(mask(Object.fromEntries(others), left) as object) };
}

// No long value hides a shorter one, and none the words of a search.
function byWeight([a, first]: [string, unknown], [b, second]: [string, unknown]): number {
  if (a === "q" || b === "q") return a === "q" ? -1 : 1;
  return sizeOf(first) - sizeOf(second);
}

function sizeOf(value: unknown): number {
  return typeof value === "string" ? value.length : (JSON.stringify(value) ?? "").length;
}

/** The same with what the portal's administrator wants masked besides. */
export async function maskQueryOfPortal(ctx: PortalCtx, value: unknown): Promise<unknown> {
  const extra = await knownLogMasks(ctx);
  if (extra === undefined) return RULES_UNKNOWN;
  if (extra === null) return value;
  return maskExchange({ value, secrets: [], extra, maxBytes: MAX_BYTES * 2 }).value;
}
