import type { QueueOptions, QueuePolicy } from "pg-boss";
import { z } from "zod";

const PortalId = z.object({ portalId: z.string().regex(/^\d{1,19}$/) });
const RunKey = z.object({ runId: z.uuid(), calledAt: z.iso.datetime() });
const Nothing = z.object({});

interface TopicSettings extends QueueOptions {
  /** `short` keeps one waiting job a singleton key; `standard` keeps all. */
  policy: QueuePolicy;
}

// A finished job is kept an hour for the eye; runs and portals have rows of their own.
const BASE = { retryBackoff: true, deleteAfterSeconds: 3_600, heartbeatSeconds: 30 };

/** Names, payloads and settings of all jobs. Handlers are bound in the worker, never here. */
export const TOPICS = {
  // The shortest heartbeat there is: so long a run stands still after its worker died.
  "run.execute": topic(RunKey, {
    ...BASE,
    policy: "standard",
    heartbeatSeconds: 10,
    retryLimit: 12,
    retryDelay: 1,
    retryDelayMax: 300,
    expireInSeconds: 86_399,
    retentionSeconds: 30 * 86_400,
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
