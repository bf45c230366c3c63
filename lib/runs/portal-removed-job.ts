import { defineJob, type AnyJob } from "../queue/index.ts";
import { portalCtx, verifyRemoval } from "../portals/index.ts";
import { closePortalRuns } from "./close-portal-runs.ts";
import { unblockLane } from "./wake.ts";

/** A portal said that the app is gone: proves it, then closes the portal's runs, or lets them go on. */
export function portalRemovedJob(): AnyJob {
  return defineJob({
    topic: "portal.removed",
    handler: async (ctx, payload) => {
      const scoped = portalCtx(ctx, BigInt(payload.portalId));
      const verdict = await verifyRemoval(scoped);
      if (verdict === "removed") await closePortalRuns(scoped, { cause: "uninstalled" });
      else await unblockLane(scoped);
    },
  });
}
