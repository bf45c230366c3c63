import { defineJob, enqueue, type AnyJob } from "../../queue/index.ts";
import { packMonths } from "./pack-months.ts";

const SLICE_MS = 60_000;
const PAUSE_SECONDS = 15;

/** The regular rebuilding of months' indexes: a job of its own, as one of them may take hours. */
export function packJob(): AnyJob {
  return defineJob({
    topic: "archive.pack",
    concurrency: 1,
    handler: async (ctx, _payload, { signal }) => {
      if (await packMonths(ctx, { signal, sliceMs: SLICE_MS })) return;
      await enqueue(ctx.db, "archive.pack", {}, { startAfterSeconds: PAUSE_SECONDS });
    },
  });
}
