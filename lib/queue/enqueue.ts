import { AsyncLocalStorage } from "node:async_hooks";
import { fromPrisma, PgBoss, type Db as BossDb, type JobInsert } from "pg-boss";
import type { Db } from "../db/index.ts";
import { internal } from "../errors.ts";
import { TOPICS, type PayloadOf, type Topic } from "./topics.ts";

export interface EnqueueOptions {
  /** One waiting job a key, for topics of the policy `short`; the payload when left out. */
  singletonKey?: string;
  startAfterSeconds?: number;
  /** At most one job in each such slot of time, over all processes. */
  everySeconds?: number;
  /** Jobs of one group may be limited, see `perGroup` and `slow` of their job. */
  group?: string;
}

// The sender is never started: it writes the statements, the caller's transaction runs them. Its own look-up of
// a queue's settings runs there too, hence the store.
const caller = new AsyncLocalStorage<BossDb>();
const sender = new PgBoss({
  db: {
    executeSql: async (text, values) => {
      const db = caller.getStore();
      if (db === undefined) throw internal("The queue was used outside of enqueue.");
      return db.executeSql(text, values);
    },
  },
  supervise: false,
  schedule: false,
  migrate: false,
});

/** Adds a job in the caller's transaction: it exists exactly when that commits. */
export async function enqueue<T extends Topic>(
  db: Db,
  topic: T,
  payload: PayloadOf<T>,
  options: EnqueueOptions = {},
): Promise<void> {
  const data = TOPICS[topic].payload.parse(payload);
  const job: JobInsert = {
    data,
    singletonKey: options.singletonKey ?? keyOf(topic, data),
    startAfter: options.startAfterSeconds,
    singletonSeconds: options.everySeconds,
    ...(options.group === undefined ? {} : { group: { id: options.group } }),
  };
  await insertJobs(db, topic, [job]);
}

/** Many jobs of one topic in one statement; those of one group may be limited, see `perGroup` of their job. */
export async function enqueueAll<T extends Topic>(
  db: Db,
  topic: T,
  payloads: PayloadOf<T>[],
  groupOf?: (payload: PayloadOf<T>) => string,
): Promise<void> {
  if (payloads.length === 0) return;
  const jobs = payloads.map((payload) => {
    const data = TOPICS[topic].payload.parse(payload);
    const group = groupOf === undefined ? {} : { group: { id: groupOf(payload) } };
    return { data, singletonKey: keyOf(topic, data), ...group };
  });
  await insertJobs(db, topic, jobs);
}

// Without a key, all jobs of a `short` topic would count as one.
function keyOf(topic: Topic, data: object): string | undefined {
  return TOPICS[topic].settings.policy === "short" ? JSON.stringify(data) : undefined;
}

async function insertJobs(db: Db, topic: Topic, jobs: JobInsert[]): Promise<void> {
  const executor = fromPrisma(db);
  await caller.run(executor, async () => sender.insert(topic, jobs, { db: executor }));
}
