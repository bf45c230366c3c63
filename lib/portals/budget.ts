import { count } from "../counts.ts";
import type { PortalCtx } from "../ctx.ts";

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
