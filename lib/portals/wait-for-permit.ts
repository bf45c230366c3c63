import { setTimeout as delay } from "node:timers/promises";
import type { PortalCtx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { takePermit, type Priority } from "./budget.ts";

const PATIENCE_MS: Record<Priority, number> = {
  interactive: 10_000,
  completion: 0,
  line: 0,
  background: 60_000,
};

/** Takes a permit, waiting as long as the priority is worth; throws `portal_rate_limited` after that. */
export async function waitForPermit(ctx: PortalCtx, priority: Priority): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS[priority];
  for (;;) {
    const waitMs = await takePermit(ctx, priority);
    if (waitMs === null) return;
    if (performance.now() + waitMs > giveUpAt) {
      throw new AppError("portal_rate_limited", "The portal's request budget is used up.", {
        retryAfterMs: waitMs,
      });
    }
    await delay(waitMs);
  }
}
