import { defineJob, type AnyJob } from "../queue/index.ts";
import { portalCtx, verifyRemoval } from "../portals/index.ts";
import { closeRemovedRuns } from "./close-portal-runs.ts";
import { unblockLane } from "./wake.ts";

/** A portal said that the app is gone: proves it, then closes the portal's runs, or lets them go on. */
export function portalRemovedJob(): AnyJob {
  return defineJob({
    topic: "portal.removed",
    handler: async (ctx, payload) => {
      const scoped = portalCtx(ctx, BigInt(payload.portalId));
      const verdict = await verifyRemoval(scoped);
      if (verdict === "alive") await unblockLane(scoped);
      // Also for one that lives: it may have been removed and installed again before this was done.
      await closeRemovedRuns(scoped);
    },
  });
}
