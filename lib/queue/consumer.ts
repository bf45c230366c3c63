import type { Job, PgBoss } from "pg-boss";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import type { AnyJob } from "./define-job.ts";
import { giveBack, WorkerStops } from "./give-back.ts";
import { keepClaims, type Held } from "./keep-claims.ts";
import { makePlaces, type Places } from "./places.ts";
import { makePump } from "./pump.ts";
import { decideRetry } from "./retry.ts";
import { TOPICS } from "./topics.ts";

const MAX_FETCH = 50;
const LAST_WORDS_MS = 2_000;

export interface Consumer {
  wake(): void;
  stop(graceMs: number): Promise<void>;
}

interface ConsumeInput {
  boss: PgBoss;
  job: AnyJob;
  newCtx(requestId: string): Ctx;
}

/**
 * Works one topic with a fixed number of places. A place is refilled as soon as it is free, so one long job
 * holds up no other; pg-boss's own workers settle a fetched batch together.
 */
export function consume(input: ConsumeInput): Consumer {
  const { boss, job: definition } = input;
  const held = new Map<string, Held>();
  const claims = keepClaims({ boss, topic: definition.topic, held });
  let isStopping = false;

  const places = makePlaces({
    places: definition.concurrency,
    slow: definition.slow,
    onFree: () => wake(),
  });

  const { wake } = makePump({
    work: async () => {
      const { topic, perGroup } = definition;
      for (;;) {
        const free = Math.min(MAX_FETCH, places.free());
        if (isStopping || free <= 0) return;
        const groups = perGroup === undefined ? {} : { groupConcurrency: perGroup };
        const { batchSize, ...others } = whatMayBegin(places, free);
        const jobs = await boss.fetch(topic, { batchSize, ...groups, ...others });
        for (const job of jobs) start(job);
        // A full group takes up room in the fetch that meets its limit, so others may stand behind it.
        if (jobs.length < (perGroup === undefined ? batchSize : 1)) return;
      }
    },
    onError: (error) => {
      log("error", "queue.fetch_failed", { topic: definition.topic, error });
    },
  });

  const start = (job: Job<unknown>): void => {
    const abort = new AbortController();
    const leave = places.take(job.groupId ?? undefined);
    // After the database was away the same process may get a job again that it is still at.
    held.get(job.id)?.abort.abort(new Error("This process got the job again."));
    const isOurs = (): boolean => held.get(job.id)?.abort === abort;
    const done = workJob(input, { job, signal: abort.signal, isOurs })
      .catch((error: unknown) => {
        // The claim runs out by itself and the job is tried again.
        log("error", "queue.settle_failed", { topic: definition.topic, jobId: job.id, error });
      })
      .finally(() => {
        if (isOurs()) held.delete(job.id);
        leave();
        wake();
      });
    held.set(job.id, { id: job.id, retryCount: job.retryCount, abort, done });
  };

  wake();

  return {
    wake,
    stop: async (graceMs) => {
      isStopping = true;
      await letGo(input, { held, claims, graceMs });
    },
  };
}

// While what is slow has no room, it waits; but one at a time may show that it is quick again.
function whatMayBegin(
  places: Places,
  free: number,
): { batchSize: number; ignoreGroups?: string[] } {
  const hanging = places.trial();
  if (hanging !== null) return { batchSize: 1, ignoreGroups: hanging };
  return places.isCrowded()
    ? { batchSize: free, ignoreGroups: places.avoided() }
    : { batchSize: free };
}

interface LetGoInput {
  held: Map<string, Held>;
  claims: { stop(): void };
  graceMs: number;
}

async function letGo(
  { boss, job: { topic } }: ConsumeInput,
  { held, claims, graceMs }: LetGoInput,
): Promise<void> {
  await settledWithin(held, graceMs);
  for (const { abort } of held.values()) abort.abort(new WorkerStops());
  await settledWithin(held, LAST_WORDS_MS);
  claims.stop();
  const left = [...held.values()];
  held.clear();
  await Promise.all(
    left.map(async ({ id, retryCount }) => giveBack(boss, { topic, id, retryCount })),
  );
}

async function settledWithin(held: Map<string, Held>, ms: number): Promise<void> {
  if (held.size === 0) return;
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  const all = Promise.all([...held.values()].map(async ({ done }) => done));
  await Promise.race([all, timeUp]);
  clearTimeout(timer);
}

interface WorkJobInput {
  job: Job<unknown>;
  signal: AbortSignal;
  /** False once the job was given back: it may be another worker's by now, and its end is not ours to tell. */
  isOurs(): boolean;
}

async function workJob(
  { boss, job: definition, newCtx }: ConsumeInput,
  { job, signal, isOurs }: WorkJobInput,
): Promise<void> {
  const { topic } = definition;
  const ctx = newCtx(job.id);
  const info = { id: job.id, attempt: job.retryCount + 1, signal };
  const payload = TOPICS[topic].payload.safeParse(job.data);
  if (!payload.success) {
    log("error", "queue.payload_refused", { topic, jobId: job.id });
    await boss.complete(topic, job, { gaveUp: "invalid_input" });
    return;
  }
  try {
    await definition.handler(ctx, payload.data, info);
  } catch (error) {
    if (!isOurs()) return;
    if (signal.reason instanceof WorkerStops) {
      const { id, retryCount } = job;
      log("info", "queue.given_back", { topic, jobId: id });
      await giveBack(boss, { topic, id, retryCount });
      return;
    }
    await afterFailure({ boss, definition, job, payload: payload.data, ctx, error });
    return;
  }
  if (isOurs()) await boss.complete(topic, job);
}

interface FailureInput {
  boss: PgBoss;
  definition: AnyJob;
  job: Job<unknown>;
  payload: unknown;
  ctx: Ctx;
  error: unknown;
}

async function afterFailure(input: FailureInput): Promise<void> {
  const { boss, definition, job, payload, ctx, error } = input;
  const { topic } = definition;
  const { action, afterSeconds } = decideRetry(error);
  const isLast = action === "stop" || job.retryCount >= (TOPICS[topic].settings.retryLimit ?? 0);
  const code = error instanceof AppError ? error.code : "unknown";
  const attempt = job.retryCount + 1;
  log(isLast ? "error" : "warn", "queue.job_failed", {
    topic,
    jobId: job.id,
    attempt,
    isLast,
    error,
  });
  if (isLast) {
    await definition.onGiveUp(ctx, payload, error);
    await boss.complete(topic, job, { gaveUp: code });
    return;
  }
  await boss.fail(topic, job, { code });
  if (afterSeconds === undefined) return;
  await boss.update(topic, undefined, { id: job.id, startAfter: afterSeconds });
}
