import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "../../prisma/generated/client.ts";
import type { Prisma } from "../../prisma/generated/client.ts";
import { log } from "../log.ts";
import { sendRows } from "./copy-rows.ts";
import { notePool } from "./direct.ts";
import { dropIdle, dropIdleWithDead } from "./drop-idle.ts";
import { ensureDatabase } from "./ensure.ts";
import { noteAddress } from "./run-long.ts";
import { statementName } from "./statement-name.ts";

/** The client or a transaction of it: what verbs get as `ctx.db`. */
export type Db = Prisma.TransactionClient;
export type RootDb = PrismaClient;

interface OpenDbInput {
  url: string;
  maxConnections?: number;
}

// A half-open connection must be noticed within 15 s, so the server's limit ends before ours.
const STATEMENT_LIMIT_MS = 10_000;
const ANSWER_LIMIT_MS = 13_000;
const CONNECT_LIMIT_MS = 5_000;
const IDLE_TRANSACTION_LIMIT_MS = 20_000;
const TRANSACTION_LIMIT_MS = 30_000;

export function openDb(input: OpenDbInput): { db: RootDb; close(): Promise<void> } {
  const pool = new pg.Pool({
    connectionString: input.url,
    application_name: "logbook",
    max: input.maxConnections ?? 12,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    idleTimeoutMillis: 60_000,
    statement_timeout: STATEMENT_LIMIT_MS,
    query_timeout: ANSWER_LIMIT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_LIMIT_MS,
  });
  dropIdleWithDead(pool);
  pool.on("connect", endAfterLostAnswer);
  pool.on("error", (error) => {
    log("warn", "database.connection_lost", { error });
  });
  const db = new PrismaClient({
    adapter: new PrismaPg(pool, {
      // The driver takes undefined for "no name", though the adapter's type does not say so.
      statementNameGenerator: ({ sql }) => statementName(sql) as string,
    }),
    transactionOptions: { maxWait: CONNECT_LIMIT_MS, timeout: TRANSACTION_LIMIT_MS },
  });
  noteAddress(db, input.url);
  notePool(db, pool);
  const close = async () => {
    await db.$disconnect();
    await pool.end();
  };
  return { db, close };
}

// A statement that got no answer keeps its connection busy: it must not go back to the pool, where the
// next one would wait behind it. Answers of the server itself, also refusals, leave it usable.
function endAfterLostAnswer(client: pg.PoolClient): void {
  const send = client.query.bind(client) as (...args: unknown[]) => unknown;
  const watched = (...args: unknown[]) => {
    const answer = sendRows(client, args[0]) ?? send(...args);
    if (!(answer instanceof Promise)) return answer;
    return answer.catch((error: unknown) => {
      if (!(error instanceof pg.DatabaseError)) {
        end(client);
        if (error instanceof Error) dropIdle(error);
      }
      throw error;
    });
  };
  client.query = watched as typeof client.query;
}

function end(client: pg.PoolClient): void {
  client.end().catch((error: unknown) => {
    log("debug", "database.end_failed", { error });
  });
}

// Next bundles this module more than once per process; the symbol is shared by all copies.
const PROCESS_DB = Symbol.for("logbook.process-db");
const shared = globalThis as { [PROCESS_DB]?: Promise<RootDb> | undefined };

/** The process's own client; a failed opening is tried again by the next caller. */
export function processDb(): Promise<RootDb> {
  shared[PROCESS_DB] ??= openProcessDb().catch((error: unknown) => {
    shared[PROCESS_DB] = undefined;
    throw error;
  });
  return shared[PROCESS_DB];
}

async function openProcessDb(): Promise<RootDb> {
  const { url } = await ensureDatabase();
  return openDb({ url }).db;
}
