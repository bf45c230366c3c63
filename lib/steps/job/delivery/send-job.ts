import { defineJob, type AnyJob } from "../../../queue/index.ts";
import { deliver } from "./deliver.ts";

const CONCURRENCY = 24;
// One slow system must leave places for the others; the groups of jobs are connections.
const PER_CONNECTION = 4;
const SLOW = { afterMs: 2_000, places: 48, most: 144 };

/** Sends requests and cancellations; an attempt that is due later is the queue's own repetition. */
export function sendJob(): AnyJob {
  return defineJob({
    topic: "job.send",
    concurrency: CONCURRENCY,
    perGroup: PER_CONNECTION,
    slow: SLOW,
    handler: async (ctx, payload, { signal }) => {
      const portalId = BigInt(payload.portalId);
      const calledAt = new Date(payload.calledAt);
      await deliver({ ...ctx, portalId }, { ...payload, portalId, calledAt, signal });
    },
  });
}
