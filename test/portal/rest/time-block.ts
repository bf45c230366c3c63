import { isoWithOffset, type JsonMap } from "../php-values.ts";
import type { Portal } from "../portal.ts";

/** The "time" part of an answer; the operating keys only where the portal counts. */
export function timeBlock(
  portal: Portal,
  input: { startedAt: number; method: string; processing?: number },
): JsonMap {
  const { clock } = portal.cloud;
  const finish = clock.now();
  const start = input.startedAt + clock.offsetMs;
  const duration = Math.max(0, finish - start) / 1000;
  const offset = portal.settings.serverOffsetMinutes;
  const time: JsonMap = {
    start: start / 1000,
    finish: finish / 1000,
    duration,
    processing: input.processing ?? duration,
    date_start: isoWithOffset(start, offset),
    date_finish: isoWithOffset(finish, offset),
  };
  if (portal.edition === "box") return time;
  const now = clock.limitNow();
  const reset = portal.operating.untilReset(input.method, now);
  time.operating_reset_at = Math.ceil((finish + reset / clock.speed) / 1000);
  time.operating = portal.operating.total(input.method, now);
  return time;
}
