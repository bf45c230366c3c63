import { TOKEN_LIMITS } from "../access/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import { clientAddress, isInside } from "./client-address.ts";
import type { Posted } from "./read-body.ts";
import { makeQuota, type Quota } from "./spool/quota.ts";

/**
 * How often one address may come in a minute. An office of 1,000 people behind one address that opens the app on the
 * same morning stays below these; each opening costs the auth server and the portal a call.
 */
export const RATE_LIMITS = { open: 300, session: 600, oauth: 30, api: 12_000 };

// Next bundles this module more than once per process; the symbol is shared by all copies.
const QUOTAS = Symbol.for("logbook.rate-limits");
const shared = globalThis as { [QUOTAS]?: Map<string, Quota> };

/**
 * Throws `too_many_requests` when the caller's address came to this kind of door too often. Never for the doors of
 * steps and events: a call that they refuse blocks a process for good.
 */
export function limitRate(kind: keyof typeof RATE_LIMITS, request: Pick<Posted, "headers">): void {
  const address = clientAddress(request);
  // Nobody we trust tells who it is: one limit for all of them would only shut everybody out.
  if (address === null) return;
  // Behind a proxy that TRUST_PROXY does not count, all callers have its address.
  if (env().TRUST_PROXY === 0 && isInside(address)) return;
  const waitMs = quotaOf(kind).take(address, 0);
  if (waitMs === null) return;
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  throw new AppError(
    "too_many_requests",
    `Too many requests came from your network. Please try again in ${seconds} seconds.`,
    { retryAfterMs: waitMs },
  );
}

/** Throws `too_many_requests` for a person who has the portal asked for names again and again. */
export function limitPerson({ portalId, actor }: PortalCtx): void {
  if (actor.kind !== "user") return;
  const waitMs = quotaOf("person").take(`${portalId} ${actor.userId}`, 0);
  if (waitMs === null) return;
  throw new AppError("too_many_requests", "Too many names were asked for in a minute.", {
    retryAfterMs: waitMs,
  });
}

export interface TokenLimit {
  /** For every answer to the token. */
  headers: Record<string, string>;
  /** Null when the call may go on, else the milliseconds until the next one may. */
  waitMs: number | null;
}

/** Counts one call of a token, whatever door it uses. */
export function countTokenCall(tokenId: string): TokenLimit {
  const quota = quotaOf("token");
  const waitMs = quota.take(tokenId, 0);
  const { calls, endsInMs } = quota.left(tokenId);
  return {
    waitMs,
    headers: {
      "x-ratelimit-limit": String(TOKEN_LIMITS.perMinute),
      "x-ratelimit-remaining": String(Math.max(0, calls)),
      "x-ratelimit-reset": String(Math.max(1, Math.ceil(endsInMs / 1_000))),
    },
  };
}

/** Throws `too_many_requests` for a call that was counted as one too many. */
export function assertTokenLimit({ waitMs }: TokenLimit): void {
  if (waitMs === null) return;
  throw new AppError(
    "too_many_requests",
    `This API token made ${TOKEN_LIMITS.perMinute} requests in a minute.`,
    { retryAfterMs: waitMs },
  );
}

const OTHER_LIMITS = { token: TOKEN_LIMITS.perMinute, person: 30 };

function quotaOf(kind: keyof typeof RATE_LIMITS | keyof typeof OTHER_LIMITS): Quota {
  const quotas = (shared[QUOTAS] ??= new Map<string, Quota>());
  const calls = { ...RATE_LIMITS, ...OTHER_LIMITS }[kind];
  const limits = { calls, bytes: 0 };
  const quota = quotas.get(kind) ?? makeQuota(limits, { newcomers: "free" });
  quotas.set(kind, quota);
  return quota;
}
