import type { QueueOptions, QueuePolicy } from "pg-boss";
import { z } from "zod";

const PortalId = z.object({ portalId: z.string().regex(/^\d{1,19}$/) });
const ExportKey = PortalId.extend({ exportId: z.uuid() });
const RunKey = z.object({ runId: z.uuid(), calledAt: z.iso.datetime() });
const JobMessage = RunKey.extend({
  portalId: z.string().regex(/^\d{1,19}$/),
  kind: z.enum(["run", "cancelled"]),
});
const Nothing = z.object({});

interface TopicSettings extends QueueOptions {
  /** `short` keeps one waiting job a singleton key; `standard` keeps all. */
  policy: QueuePolicy;
}

// A finished job is kept an hour for the eye; runs and portals have rows of their own.
const BASE = { retryBackoff: true, deleteAfterSeconds: 3_600, heartbeatSeconds: 30 };

// Jobs of every few seconds: nobody wants to see each of them for long.
const OFTEN = { ...BASE, deleteAfterSeconds: 60 };

/** Names, payloads and settings of all jobs. Handlers are bound in the worker, never here. */
export const TOPICS = {
  // - The shortest heartbeat there is: so long a run stands still after its worker died.
  // - A run is tried until its deadline, which settles it, or until it has crashed three times (`runs`): the queue
  //   itself never gives it up, nor drops it while the longest run lasts, which is a year.
  "run.execute": topic(RunKey, {
    ...BASE,
    policy: "standard",
    heartbeatSeconds: 10,
    retryLimit: 1_000_000,
    retryDelay: 1,
    retryDelayMax: 300,
    expireInSeconds: 86_399,
    retentionSeconds: 370 * 86_400,
  }),
  // A message to an outside system, tried until its run's deadline: `steps` says when that is over.
  "job.send": topic(JobMessage, {
    ...BASE,
    policy: "standard",
    heartbeatSeconds: 10,
    retryLimit: 1_000_000,
    retryDelay: 1,
    retryDelayMax: 300,
    expireInSeconds: 600,
    retentionSeconds: 370 * 86_400,
  }),
  // Asks a portal which of the processes that wait for an outside job are still there.
  "job.watch": topic(PortalId, {
    ...OFTEN,
    policy: "short",
    retryLimit: 0,
  }),
  "portal.setup": topic(PortalId, {
    ...BASE,
    policy: "short",
    retryLimit: 8,
    retryDelay: 5,
    retryDelayMax: 600,
  }),
  "portal.removed": topic(PortalId, {
    ...BASE,
    policy: "short",
    retryLimit: 40,
    retryDelay: 5,
    retryDelayMax: 3_600,
  }),
  "maintenance.tick": topic(Nothing, {
    ...BASE,
    policy: "short",
    retryLimit: 1,
    retryDelay: 30,
    retryDelayMax: 60,
  }),
  // Has the logs read whose time has come.
  "archive.tick": topic(Nothing, { ...OFTEN, policy: "short", retryLimit: 0 }),
  // One slice of copying a portal's log; the tick comes back to a portal whose job failed.
  "archive.copy": topic(PortalId, {
    ...OFTEN,
    policy: "short",
    retryLimit: 2,
    retryDelay: 5,
    retryDelayMax: 60,
  }),
  // Blocks and counts behind the rows of a portal.
  "archive.index": topic(PortalId, {
    ...BASE,
    policy: "short",
    retryLimit: 20,
    retryDelay: 1,
    retryDelayMax: 120,
  }),
  // Entries were stored that a step may wait for.
  "entries.appended": topic(PortalId, {
    ...OFTEN,
    policy: "short",
    retryLimit: 10,
    retryDelay: 1,
    retryDelayMax: 30,
  }),
  // Retention: entries go to the class that the rules say, months that are over go away; large ones take hours.
  "archive.keep": topic(Nothing, {
    ...BASE,
    policy: "short",
    expireInSeconds: 6 * 3_600,
    retryLimit: 3,
    retryDelay: 60,
    retryDelayMax: 600,
  }),
  // Indexes of months that rest are rebuilt, for hours where they are large: retention does not wait for that.
  "archive.pack": topic(Nothing, {
    ...BASE,
    policy: "short",
    expireInSeconds: 6 * 3_600,
    retryLimit: 3,
    retryDelay: 60,
    retryDelayMax: 600,
  }),
  // One slice of the check of a portal's chain.
  "archive.verify": topic(PortalId, {
    ...BASE,
    policy: "short",
    retryLimit: 10,
    retryDelay: 2,
    retryDelayMax: 60,
  }),
  // One slice of a file that is prepared in the background.
  "export.write": topic(ExportKey, {
    ...BASE,
    policy: "short",
    heartbeatSeconds: 10,
    retryLimit: 10,
    retryDelay: 1,
    retryDelayMax: 60,
  }),
};

/** Where jobs end whose worker died too often; its consumer calls their `onGiveUp`. */
export const DEAD_TOPIC = "dead";

export type Topic = keyof typeof TOPICS;
export type PayloadOf<T extends Topic> = z.output<(typeof TOPICS)[T]["payload"]>;

function topic<P extends z.ZodType>(payload: P, settings: TopicSettings) {
  return { payload, settings };
}

export function isTopic(name: string): name is Topic {
  return Object.hasOwn(TOPICS, name);
}
