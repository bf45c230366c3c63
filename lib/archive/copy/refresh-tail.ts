import { setTimeout as pause } from "node:timers/promises";
import type { PortalCtx } from "../../ctx.ts";
import { withSession } from "./copy-portal.ts";
import { joinWork } from "./join-work.ts";
import { readTail } from "./read-tail.ts";
import { databaseNow } from "./session.ts";

export interface TailAge {
  /** When the log was last read up to its end. */
  readAt: string | null;
  /** False when it could not be read so lately as wanted: the coverage tells why. */
  isFresh: boolean;
}

const PATIENCE_MS = 10_000;
const LOOK_MS = 100;
// Mended by the portal's becoming active again, which comes before this is asked.
const CURED = ["auth_lost", "portal_payment_required", "portal_removed", "portal_user_lost"];

interface RefreshInput {
  maxAgeMs: number;
  /** Ends the reading and leaves the log to others; for viewers it goes on, as others join it. */
  signal?: AbortSignal;
}

/**
 * Reads what is new for somebody who watches. Joins a reading that is under way, also another process's; a portal
 * that refused is left alone until its next try. Never fails for the portal's sake.
 */
export async function refreshTail(ctx: PortalCtx, input: RefreshInput): Promise<TailAge> {
  const since = await databaseNow(ctx);
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    const { readAt, isResting } = await look(ctx);
    const age = readAt === null ? Infinity : since.getTime() - readAt.getTime();
    if (age <= input.maxAgeMs) return { readAt: readAt?.toISOString() ?? null, isFresh: true };
    const isOver = isResting || performance.now() > giveUpAt;
    if (isOver || (await readOnce(ctx, input)) === "closed") {
      return { readAt: readAt?.toISOString() ?? null, isFresh: false };
    }
  }
}

// A reading that may be ended is nobody else's: others wait for its lease as they do for another process's.
async function readOnce(
  ctx: PortalCtx,
  { signal }: Pick<RefreshInput, "signal">,
): Promise<"done" | "closed"> {
  const work = async (): Promise<"done" | "closed"> => readOrWait(ctx, signal);
  return signal === undefined ? joinWork(ctx, "tail", work) : work();
}

async function readOrWait(
  ctx: PortalCtx,
  signal: AbortSignal | undefined,
): Promise<"done" | "closed"> {
  signal?.throwIfAborted();
  const input = { priority: "interactive", signal } as const;
  const { outcome } = await withSession(ctx, input, async (session) => {
    await readTail(session);
    return false;
  });
  if (outcome !== "busy") return outcome === "closed" ? "closed" : "done";
  await wish(ctx);
  await pause(LOOK_MS, undefined, signal === undefined ? {} : { signal });
  return "done";
}

// Whoever holds the lease looks at this between two requests.
async function wish(ctx: PortalCtx): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE archive_copy SET due_at = least(due_at, clock_timestamp())
    WHERE portal_id = ${ctx.portalId} AND failures = 0`;
}

async function look(ctx: PortalCtx): Promise<{ readAt: Date | null; isResting: boolean }> {
  const [row] = await ctx.db.$queryRaw<{ readAt: Date | null; isResting: boolean }[]>`
    SELECT read_at AS "readAt", failures > 0 AND due_at > clock_timestamp()
      AND NOT coalesce(reason = ANY(${CURED}), false) AS "isResting"
    FROM archive_copy WHERE portal_id = ${ctx.portalId}`;
  return row ?? { readAt: null, isResting: false };
}
