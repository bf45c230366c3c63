import type { Ctx } from "../ctx.ts";
import { unseal } from "../db/index.ts";
import { AppError, isAppError, type ErrorCode } from "../errors.ts";
import { log } from "../log.ts";
import { portalCtx, proveAdminAgain } from "../portals/index.ts";
import type { LiveSession } from "./session.ts";

const ADMIN_PROOF_MS = 5 * 60_000;
// A page asks several things at a time: they neither wait for a portal that hangs, nor ask it each.
const READING_TIMEOUT_MS = 5_000;
const ASK_AGAIN_MS = 30_000;
const MAX_UNANSWERED = 10_000;

/** Until when the portal is not asked again about a session, and the questions under way. */
const unanswered = new Map<string, number>();
const asking = new Map<string, Promise<boolean | null>>();

interface ProofInput {
  isReader?: boolean;
  /** Whether nothing is changed by what the session is used for. */
  isReading: boolean;
}

/**
 * An administrator's right is proven again every five minutes with the user's own token; so is a reader's place on
 * the portal, whose token dies with his dismissal. While the portal does not answer, the last proof is good for
 * reading until the session ends: the archive stays readable, and no setting is changed on an old proof.
 */
export async function refreshAdminProof(
  ctx: Ctx,
  live: LiveSession,
  { isReader = false, isReading }: ProofInput,
): Promise<LiveSession> {
  const { session, portal } = live;
  const age = ctx.now().getTime() - session.adminProvenAt.getTime();
  if ((!session.isAdmin && !isReader) || age < ADMIN_PROOF_MS) return live;
  const isAdmin = isReading ? await askForReading(ctx, live) : await askPortal(ctx, live);
  if (isAdmin === null) return live;
  const proven = await ctx.db.session.update({
    where: { id: session.id },
    data: { isAdmin, adminProvenAt: ctx.now() },
  });
  return { session: proven, portal };
}

const NO_ANSWER: readonly ErrorCode[] = [
  "portal_unavailable",
  "portal_overloaded",
  "portal_payment_required",
];

/** Null while the portal gives no answer. */
async function askForReading(ctx: Ctx, live: LiveSession): Promise<boolean | null> {
  const { id } = live.session;
  if ((unanswered.get(id) ?? 0) > ctx.now().getTime()) return null;
  const asked = asking.get(id) ?? askOnce(ctx, live).finally(() => asking.delete(id));
  asking.set(id, asked);
  return asked;
}

async function askOnce(ctx: Ctx, live: LiveSession): Promise<boolean | null> {
  const { session, portal } = live;
  try {
    const isAdmin = await askPortal(ctx, live, READING_TIMEOUT_MS);
    unanswered.delete(session.id);
    return isAdmin;
  } catch (error) {
    if (!isAppError(error) || !NO_ANSWER.includes(error.code)) throw error;
    if (unanswered.size >= MAX_UNANSWERED) unanswered.clear();
    unanswered.set(session.id, ctx.now().getTime() + ASK_AGAIN_MS);
    log("warn", "session.right_not_proven", { portalId: portal.id, error });
    return null;
  }
}

async function askPortal(
  ctx: Ctx,
  { session, portal }: LiveSession,
  timeoutMs?: number,
): Promise<boolean> {
  try {
    return await proveAdminAgain(portalCtx(ctx, portal.id), {
      clientEndpoint: portal.clientEndpoint,
      accessToken: unseal(session.accessSealed, "session-token"),
      timeoutMs,
    });
  } catch (error) {
    if (isAppError(error, "portal_token_expired") || isAppError(error, "portal_user_lost")) {
      throw new AppError("unauthorized", "The session must be renewed.", { cause: error });
    }
    throw error;
  }
}
