import { defineJob, enqueue, type AnyJob } from "../queue/index.ts";
import { getPortal, portalCtx } from "./internal.ts";
import { isPaidAgain } from "./probe-portals.ts";
import { renewSetup, type RunSetupInput } from "./setup.ts";

/** Registers everything anew where the portal, our steps or their user have changed. */
export function setupJob(input: RunSetupInput): AnyJob {
  return defineJob({
    topic: "portal.setup",
    handler: async (base, payload) => {
      const ctx = portalCtx(base, BigInt(payload.portalId));
      const { state } = await getPortal(ctx);
      if (state === "active") {
        await renewSetup(ctx, input);
        // Whatever was mended, the log may be readable again.
        await enqueue(ctx.db, "archive.copy", payload, { group: payload.portalId });
      }
      // Its news may be that it is paid again.
      if (state === "payment_required") await isPaidAgain(ctx);
    },
  });
}
