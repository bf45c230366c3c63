import type { JobWithMetadata, PgBoss } from "pg-boss";
import type { Ctx } from "../ctx.ts";
import { internal } from "../errors.ts";
import { log } from "../log.ts";
import type { Consumer } from "./consumer.ts";
import type { AnyJob } from "./define-job.ts";
import { DEAD_TOPIC, TOPICS } from "./topics.ts";

interface DeadConsumerInput {
  boss: PgBoss;
  jobs: AnyJob[];
  newCtx(requestId: string): Ctx;
}

/** Jobs that ended without their handler's word, because their worker died too often, are given up here. */
export function deadConsumer(input: DeadConsumerInput): Consumer {
  let running: Promise<void> | undefined;
  const wake = (): void => {
    running ??= drain(input)
      .catch((error: unknown) => {
        log("error", "queue.dead_failed", { error });
      })
      .finally(() => {
        running = undefined;
      });
  };
  wake();
  return {
    wake,
    stop: async () => {
      await running;
    },
  };
}

async function drain({ boss, jobs, newCtx }: DeadConsumerInput): Promise<void> {
  for (;;) {
    const [job] = await boss.fetch<object>(DEAD_TOPIC, { includeMetadata: true });
    if (job === undefined) return;
    try {
      await giveUp(jobs, newCtx(job.id), job);
      await boss.complete(DEAD_TOPIC, job);
    } catch (error) {
      log("error", "queue.give_up_failed", { topic: job.sourceName, jobId: job.id, error });
      await boss.fail(DEAD_TOPIC, job, { code: "internal" });
    }
  }
}

async function giveUp(jobs: AnyJob[], ctx: Ctx, job: JobWithMetadata): Promise<void> {
  const definition = jobs.find(({ topic }) => topic === job.sourceName);
  const payload = definition && TOPICS[definition.topic].payload.safeParse(job.data);
  if (definition === undefined || !payload?.success) {
    log("warn", "queue.dead_unknown", { topic: job.sourceName, jobId: job.id });
    return;
  }
  const reason = internal("The work ended its process too often.");
  log("error", "queue.gave_up", { topic: definition.topic, jobId: job.id });
  await definition.onGiveUp(ctx, payload.data, reason);
}
