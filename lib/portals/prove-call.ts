import { createHash } from "node:crypto";
import type { PortalCtx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import { getPortal, type Portal } from "./internal.ts";
import { proveUser } from "./prove-user.ts";

const KEPT_MS = 60_000;
const MAX_KEPT = 5_000;

const proven = new WeakMap<object, Map<string, number>>();

/**
 * Whether the access that came with a step's call is this portal's and an administrator's, or that of the user the
 * steps are registered for. The auth server and the portal say so; a yes is remembered for a minute.
 */
export async function isCallProven(
  ctx: PortalCtx,
  { accessToken }: { accessToken: string },
): Promise<boolean> {
  const kept = keptOf(ctx.db);
  const key = createHash("sha256").update(`${ctx.portalId} ${accessToken}`).digest("base64");
  if ((kept.get(key) ?? 0) > performance.now()) return true;
  const portal = await getPortal(ctx);
  if (!(await isTrusted(ctx, { portal, accessToken }))) return false;
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, performance.now() + KEPT_MS);
  return true;
}

async function isTrusted(
  ctx: PortalCtx,
  { portal, accessToken }: { portal: Portal; accessToken: string },
): Promise<boolean> {
  const { memberId, serverEndpoint, authUserId } = portal;
  try {
    const { profile } = await proveUser(ctx, { accessToken, memberId, serverEndpoint });
    return profile.ADMIN || profile.ID === authUserId;
  } catch (error) {
    const isRefused =
      isAppError(error, "unauthorized") || isAppError(error, "portal_token_expired");
    if (isRefused) return false;
    throw error;
  }
}

function keptOf(db: object): Map<string, number> {
  const known = proven.get(db) ?? new Map<string, number>();
  proven.set(db, known);
  return known;
}
