import { Prisma } from "../../prisma/generated/client.ts";
import type { TimeAnswer } from "../b24/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import type { Priority } from "./budget.ts";

const WATCHED_SECONDS = 60;
const OPERATING_LIMIT_SECONDS = 420;
// Only a refusal says that the limit is reached: what the portal reports stays below it.
const MOST_REPORTED_SECONDS = 419;
const SLOW_SHARE = 0.75;
const BLOCK_SHARE = 0.9;
// The portal counts in a sliding window of ten minutes: no reset is further away, and nothing older counts.
const WINDOW_SECONDS = 600;
const LEAST_BLOCK_SECONDS = 1;
const UNKNOWN_BLOCK_SECONDS = 60;

export interface MethodLimit {
  method: string;
  /** Until lines may go again; null: now. */
  waitMs: number | null;
  /** The same for completions, which may use the last tenth; only the portal's own refusal holds them. */
  lastWaitMs: number | null;
  /** So much of the time is used that the portal may refuse in the middle of a batch. */
  isNear: boolean;
}

/** What the portal's limits on execution time mean for these methods now; methods without any are left out. */
export async function listMethodLimits(ctx: PortalCtx, methods: string[]): Promise<MethodLimit[]> {
  const rows = await ctx.db.$queryRaw<{ method: string; wait: number; operating: number }[]>`
    SELECT method, operating, coalesce(
      1000 * extract(epoch FROM blocked_until - clock_timestamp()), 0)::float8 AS wait
    FROM portal_method
    WHERE portal_id = ${ctx.portalId} AND method = ANY(${methods})
      AND (blocked_until > clock_timestamp()
        OR updated_at > clock_timestamp() - make_interval(secs => ${WINDOW_SECONDS}::float8))`;
  return rows.map(({ method, wait, operating }) => {
    const waitMs = wait > 0 ? Math.ceil(wait) : null;
    return {
      method,
      waitMs,
      lastWaitMs: operating < OPERATING_LIMIT_SECONDS ? null : waitMs,
      isNear: operating >= OPERATING_LIMIT_SECONDS * SLOW_SHARE,
    };
  });
}

/**
 * Throws `portal_operation_limited` while a method's execution time on this portal is used up. Completions pass: the
 * lane itself holds them back, and tries them all the same when their time runs out.
 */
export async function assertMethodFree(
  ctx: PortalCtx,
  input: { methods: string[]; priority: Priority },
): Promise<void> {
  if (input.priority === "completion") return;
  for (const { method, waitMs } of await listMethodLimits(ctx, input.methods)) {
    if (waitMs === null) continue;
    throw new AppError(
      "portal_operation_limited",
      `${method} has used up its time on this portal.`,
      { retryAfterMs: Math.max(100, waitMs) },
    );
  }
}

/** Remembers a method's `operating` seconds; from 75 % on its calls are spaced, from 90 % on they wait for the reset. */
export async function noteOperating(
  ctx: PortalCtx,
  input: { method: string; time: TimeAnswer | undefined },
): Promise<void> {
  const used = input.time?.operating ?? 0;
  const resetAt = input.time?.operating_reset_at;
  if (used < WATCHED_SECONDS || resetAt === undefined) return;
  const share = used / OPERATING_LIMIT_SECONDS;
  const reset = Prisma.sql`to_timestamp(${resetAt}::float8)`;
  await ctx.db.$executeRaw`
    INSERT INTO portal_method (portal_id, method, operating, reset_at, blocked_until, updated_at)
    SELECT ${ctx.portalId}, ${input.method}, ${Math.min(used, MOST_REPORTED_SECONDS)}::float8, ${reset},
      CASE WHEN ${share}::float8 >= ${BLOCK_SHARE}::float8 THEN ${withinWindow(reset)}
        WHEN ${share}::float8 >= ${SLOW_SHARE}::float8 THEN clock_timestamp()
          + (${withinWindow(reset)} - clock_timestamp()) * 0.05
      END, clock_timestamp()
    ON CONFLICT (portal_id, method) DO UPDATE SET operating = excluded.operating,
      reset_at = excluded.reset_at, blocked_until = excluded.blocked_until,
      updated_at = excluded.updated_at`;
}

interface OperationRefusal {
  method: string;
  /** As the refusal itself tells. */
  retryAfterMs?: number | undefined;
  /** The portal's reset as an accepted call of the same batch tells, in seconds. */
  resetAt?: number | undefined;
}

/** The portal refused a method for its execution time: it waits until the portal's reset, a minute if that is unknown. */
export async function noteOperationRefusal(ctx: PortalCtx, input: OperationRefusal): Promise<void> {
  const waitSeconds = input.retryAfterMs === undefined ? null : input.retryAfterMs / 1_000;
  const told = Prisma.sql`coalesce(
    clock_timestamp() + make_interval(secs => ${waitSeconds}::float8),
    to_timestamp(${input.resetAt ?? null}::float8))`;
  const known = Prisma.sql`CASE WHEN m.reset_at > clock_timestamp() THEN m.reset_at END`;
  const unknown = Prisma.sql`clock_timestamp() + make_interval(secs => ${UNKNOWN_BLOCK_SECONDS}::float8)`;
  await ctx.db.$executeRaw`
    INSERT INTO portal_method AS m (portal_id, method, operating, blocked_until, updated_at)
    VALUES (${ctx.portalId}, ${input.method}, ${OPERATING_LIMIT_SECONDS}::float8,
      ${withinWindow(Prisma.sql`coalesce(${told}, ${unknown})`)}, clock_timestamp())
    ON CONFLICT (portal_id, method) DO UPDATE SET operating = excluded.operating,
      blocked_until = ${withinWindow(Prisma.sql`coalesce(${told}, ${known}, ${unknown})`)},
      updated_at = excluded.updated_at`;
}

// A reset that is past already, or beyond the window, is another clock's or a mistake.
function withinWindow(until: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`least(
    greatest(${until}, clock_timestamp() + make_interval(secs => ${LEAST_BLOCK_SECONDS}::float8)),
    clock_timestamp() + make_interval(secs => ${WINDOW_SECONDS}::float8))`;
}
