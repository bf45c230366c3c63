import type { Ctx } from "../ctx.ts";
import type { SlowAllowance } from "./places.ts";
import type { PayloadOf, Topic } from "./topics.ts";

export interface JobInfo {
  id: string;
  /** 1 for the first try. */
  attempt: number;
  /** Aborted when another worker holds the job now, or this one must stop. */
  signal: AbortSignal;
}

export interface JobDefinition<T extends Topic = Topic> {
  topic: T;
  handler(ctx: Ctx, payload: PayloadOf<T>, job: JobInfo): Promise<void>;
  /** Called when the job will not be tried again; may be called more than once. */
  onGiveUp?(ctx: Ctx, payload: PayloadOf<T>, error: unknown): Promise<void>;
  /** Jobs at a time in one process. */
  concurrency?: number;
  /** Jobs of one group at a time in all processes; without it groups do not matter. */
  perGroup?: number;
  /** Places beside `concurrency` for jobs that take long, so that they do not hold up the others. */
  slow?: SlowAllowance;
}

/** A definition of any topic; its payload was checked against the topic before it is handed over. */
export interface AnyJob {
  topic: Topic;
  concurrency: number;
  perGroup: number | undefined;
  slow: SlowAllowance | undefined;
  handler(ctx: Ctx, payload: unknown, job: JobInfo): Promise<void>;
  onGiveUp(ctx: Ctx, payload: unknown, error: unknown): Promise<void>;
}

export function defineJob<T extends Topic>(definition: JobDefinition<T>): AnyJob {
  const { topic, handler, onGiveUp, concurrency, perGroup, slow } = definition;
  return {
    topic,
    concurrency: concurrency ?? 2,
    perGroup,
    slow,
    handler: async (ctx, payload, job) => handler(ctx, payload as PayloadOf<T>, job),
    onGiveUp: async (ctx, payload, error) => onGiveUp?.(ctx, payload as PayloadOf<T>, error),
  };
}
