import { count } from "../counts.ts";
import type { TimeAnswer } from "../b24/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { AppError } from "../errors.ts";

export type Priority = "interactive" | "completion" | "line" | "background";

// Shares of the bucket that a priority may use. None takes the last drops: requests that left apart can arrive
// together, and the portal counts arrivals.
const USABLE_SHARE: Record<Priority, number> = {
  interactive: 0.92,
  completion: 0.92,
  line: 0.8,
  background: 0.4,
};
const SLOW_SECONDS = 60;
const WATCHED_SECONDS = 60;
const OPERATING_LIMIT_SECONDS = 420;
const SLOW_SHARE = 0.75;
const BLOCK_SHARE = 0.9;

/** Takes one permit of the portal's budget; null when granted, else the wait in milliseconds. */
export async function takePermit(ctx: PortalCtx, priority: Priority): Promise<number | null> {
  const share = USABLE_SHARE[priority];
  // Every call takes one, so none waits for the disk: a database crash forgets those of its last moment.
  const granted = await ctx.db.$queryRaw<{ ok: string }[]>`
    UPDATE portal_lane
    SET tat = greatest(tat, clock_timestamp()) + make_interval(secs => 1 / effective_rate(rate, slow_until))
    WHERE portal_id = ${ctx.portalId}
      AND greatest(tat, clock_timestamp()) + make_interval(secs => 1 / effective_rate(rate, slow_until))
        - clock_timestamp() <= make_interval(secs => burst * ${share}::float8 / rate)
    RETURNING set_config('synchronous_commit', 'off', true) AS ok`;
  if (granted.length > 0) return null;
  count("limit_waits_total", { priority });
  return waitFor(ctx, share);
}

/**
 * Books calls that wait for no permit because a person waits for them: the others then leave the bucket its room. At
 * most the whole bucket: who opens the app again and again must not hold up deliveries for longer.
 */
export async function bookCalls(ctx: PortalCtx, calls: number): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE portal_lane SET tat = least(
      greatest(tat, clock_timestamp() + make_interval(secs => burst / rate)),
      greatest(tat, clock_timestamp())
        + make_interval(secs => ${calls}::float8 / effective_rate(rate, slow_until)))
    WHERE portal_id = ${ctx.portalId}`;
}

async function waitFor(ctx: PortalCtx, share: number): Promise<number> {
  const rows = await ctx.db.$queryRaw<{ wait: number }[]>`
    INSERT INTO portal_lane AS lane (portal_id) VALUES (${ctx.portalId})
    ON CONFLICT (portal_id) DO UPDATE SET portal_id = lane.portal_id
    RETURNING 1000 * extract(epoch FROM greatest(tat, clock_timestamp())
      + make_interval(secs => 1 / effective_rate(rate, slow_until))
      - clock_timestamp() - make_interval(secs => burst * ${share}::float8 / rate))::float8 AS wait`;
  return Math.max(5, Math.ceil(rows[0]?.wait ?? 500));
}

/** The portal refused for its request limit: the bucket counts as full, and the rate is halved for a minute. */
export async function noteRateRefusal(ctx: PortalCtx): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE portal_lane
    SET tat = greatest(tat, clock_timestamp() + make_interval(secs => burst / rate)),
      slow_until = clock_timestamp() + make_interval(secs => ${SLOW_SECONDS}::float8)
    WHERE portal_id = ${ctx.portalId}`;
}

/** Throws `portal_operation_limited` while a method's execution time on this portal is used up. */
export async function assertMethodFree(
  ctx: PortalCtx,
  input: { methods: string[]; priority: Priority },
): Promise<void> {
  const rows = await ctx.db.$queryRaw<{ method: string; wait: number }[]>`
    SELECT method, 1000 * extract(epoch FROM blocked_until - clock_timestamp())::float8 AS wait
    FROM portal_method
    WHERE portal_id = ${ctx.portalId} AND method = ANY(${input.methods})
      AND blocked_until > clock_timestamp()
      AND NOT (${input.priority} = 'completion' AND operating < ${OPERATING_LIMIT_SECONDS}::float8)`;
  const blocked = rows[0];
  if (blocked === undefined) return;
  throw new AppError(
    "portal_operation_limited",
    `${blocked.method} has used up its time on this portal.`,
    { retryAfterMs: Math.max(100, Math.ceil(blocked.wait)) },
  );
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
  await ctx.db.$executeRaw`
    INSERT INTO portal_method (portal_id, method, operating, reset_at, blocked_until, updated_at)
    SELECT ${ctx.portalId}, ${input.method}, ${used}::float8, to_timestamp(${resetAt}::float8),
      CASE WHEN ${share}::float8 >= ${BLOCK_SHARE}::float8 THEN to_timestamp(${resetAt}::float8)
        WHEN ${share}::float8 >= ${SLOW_SHARE}::float8 THEN clock_timestamp()
          + (to_timestamp(${resetAt}::float8) - clock_timestamp()) * 0.05
      END, clock_timestamp()
    ON CONFLICT (portal_id, method) DO UPDATE SET operating = excluded.operating,
      reset_at = excluded.reset_at, blocked_until = excluded.blocked_until,
      updated_at = excluded.updated_at`;
}

/** The portal refused a method for its execution time: it waits until the portal's reset. */
export async function noteOperationRefusal(
  ctx: PortalCtx,
  input: { method: string; retryAfterMs: number },
): Promise<void> {
  await ctx.db.$executeRaw`
    INSERT INTO portal_method (portal_id, method, operating, blocked_until, updated_at)
    VALUES (${ctx.portalId}, ${input.method}, ${OPERATING_LIMIT_SECONDS}::float8,
      clock_timestamp() + make_interval(secs => ${input.retryAfterMs / 1_000}::float8),
      clock_timestamp())
    ON CONFLICT (portal_id, method) DO UPDATE SET operating = excluded.operating,
      blocked_until = excluded.blocked_until, updated_at = excluded.updated_at`;
}
