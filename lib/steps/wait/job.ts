import { defineJob, type AnyJob } from "../../queue/index.ts";
import { matchWaits } from "./match.ts";

export function waitJob(): AnyJob {
  return defineJob({
    topic: "entries.appended",
    concurrency: 4,
    handler: async (ctx, { portalId }, { signal }) =>
      matchWaits({ ...ctx, portalId: BigInt(portalId) }, { signal }),
  });
}
