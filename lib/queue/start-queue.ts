import pg from "pg";
import { PgBoss, type Db as BossDb } from "pg-boss";
import type { Ctx } from "../ctx.ts";
import { dropIdleWithDead, type RootDb } from "../db/index.ts";
import { log } from "../log.ts";
import { consume, type Consumer } from "./consumer.ts";
import { deadConsumer } from "./dead-consumer.ts";
import type { AnyJob } from "./define-job.ts";
import type { Listener } from "./listener.ts";
import { DEAD_TOPIC } from "./topics.ts";
import { watchTopics } from "./watch.ts";

export interface StartQueueInput {
  url: string;
  db: RootDb;
  listener: Listener;
  jobs: AnyJob[];
  now?: () => Date;
}

export interface Queue {
  /** Takes no more jobs, waits for those at work, and gives back what is not done in time. */
  stop(graceMs: number): Promise<void>;
}

/** Works the queue's jobs in this process. The tables must be there: see `installQueues`. */
export async function startQueue(input: StartQueueInput): Promise<Queue> {
  const pool = new pg.Pool({
    connectionString: input.url,
    application_name: "logbook queue",
    max: 4,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    // As for the other connections: the server's limit ends before ours, and ours within 15 s.
    query_timeout: 13_000,
    statement_timeout: 12_000,
    idle_in_transaction_session_timeout: 20_000,
  });
  dropIdleWithDead(pool);
  pool.on("error", (error) => {
    log("warn", "queue.connection_lost", { error });
  });
  const consumers = new Map<string, Consumer>();
  const boss = new PgBoss({
    db: bossDb(pool, input.listener, consumers),
    useListenNotify: true,
    supervise: true,
    monitorIntervalSeconds: 5,
    // No job of ours waits for another one.
    flowIntervalSeconds: 3_600,
    schedule: false,
    migrate: false,
  });
  boss.on("error", (error) => {
    log("error", "queue.error", { error });
  });
  boss.on("warning", (warning) => {
    log("warn", "queue.warning", { message: warning.message });
  });
  await boss.start();
  const newCtx = (requestId: string): Ctx => ({
    requestId,
    actor: { kind: "system" },
    now: input.now ?? (() => new Date()),
    db: input.db,
  });
  for (const job of input.jobs) consumers.set(job.topic, consume({ boss, job, newCtx }));
  consumers.set(DEAD_TOPIC, deadConsumer({ boss, jobs: input.jobs, newCtx }));
  const watch = watchTopics({
    db: input.db,
    topics: [...consumers.keys()],
    onDue: (topic) => consumers.get(topic)?.wake(),
    // The supervisor looks by itself once a minute; a dead worker's job need not wait for that.
    onStale: async (topic) => boss.supervise(topic),
  });
  return {
    stop: async (graceMs) => {
      watch.stop();
      await Promise.all([...consumers.values()].map(async (one) => one.stop(graceMs)));
      await boss.stop({ graceful: false });
      await pool.end();
    },
  };
}

// pg-boss tells its adapter which channel it notifies on; the payload is the queue's name.
function bossDb(pool: pg.Pool, listener: Listener, consumers: Map<string, Consumer>): BossDb {
  const wakeAll = (): void => {
    for (const consumer of consumers.values()) consumer.wake();
  };
  return {
    executeSql: async (text, values) => pool.query(text, values),
    listen: async (channel, onNotification, onReconnect) =>
      listener.listen(channel, {
        onNotify: (name) => {
          consumers.get(name)?.wake();
          onNotification(name);
        },
        onRebuild: () => {
          wakeAll();
          onReconnect();
        },
      }),
  };
}
