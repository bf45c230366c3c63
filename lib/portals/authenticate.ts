import type { Ctx } from "../ctx.ts";
import { equalSecret, hashSecret } from "../db/index.ts";

const NO_TOKEN = Buffer.alloc(32);
const REMEMBERED_MS = 2_000;
const MAX_REMEMBERED = 5_000;

export interface AuthenticatedPortal {
  id: bigint;
  state: string;
}

interface Remembered extends AuthenticatedPortal {
  tokenHash: Buffer;
  until: number;
}

const memory = new WeakMap<object, Map<string, Remembered>>();

/**
 * Finds the portal that a call from the queue server names, if it carries that portal's application token. The
 * token passes through browsers: it proves that a call may be stored, never that it may act. An accepted pair is
 * remembered for 2 s; a refusal is always read afresh, so that a new token is never turned away.
 */
export async function authenticateCall(
  ctx: Ctx,
  input: { memberId: string; applicationToken: string },
): Promise<AuthenticatedPortal | null> {
  const known = memoryOf(ctx.db);
  const given = hashSecret(input.applicationToken);
  const before = known.get(input.memberId);
  if (
    before !== undefined &&
    before.until > performance.now() &&
    equalSecret(given, before.tokenHash)
  ) {
    return before;
  }
  const portal = await ctx.db.portal.findUnique({
    where: { memberId: input.memberId },
    select: { id: true, state: true, applicationTokenHash: true },
  });
  const stored = portal?.applicationTokenHash ?? null;
  const tokenHash = stored === null ? NO_TOKEN : Buffer.from(stored);
  const isEqual = equalSecret(given, tokenHash);
  if (portal === null || stored === null || !isEqual) return null;
  const { id, state } = portal;
  if (known.size >= MAX_REMEMBERED) known.clear();
  known.set(input.memberId, { id, state, tokenHash, until: performance.now() + REMEMBERED_MS });
  return { id, state };
}

function memoryOf(db: object): Map<string, Remembered> {
  const known = memory.get(db) ?? new Map<string, Remembered>();
  memory.set(db, known);
  return known;
}
