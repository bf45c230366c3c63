import { defineJob, enqueue, type AnyJob } from "../../queue/index.ts";
import { indexPortal } from "./index-portal.ts";

// One portal's long way from the beginning leaves room for the others.
const SLICE_MS = 30_000;
// Retention may hold the portal's counts, and does not look for blocks when it is done.
const BUSY_SECONDS = 5;

export function indexJob(): AnyJob {
  return defineJob({
    topic: "archive.index",
    handler: async (ctx, { portalId }, { signal }) => {
      const input = { signal, sliceMs: SLICE_MS };
      const { end } = await indexPortal({ ...ctx, portalId: BigInt(portalId) }, input);
      if (end === "done") return;
      const startAfterSeconds = end === "busy" ? BUSY_SECONDS : 0;
      await enqueue(ctx.db, "archive.index", { portalId }, { startAfterSeconds });
    },
  });
}
