import type pg from "pg";
import { Prisma } from "../../prisma/generated/client.ts";
import { internal, unavailable } from "../errors.ts";
import { log } from "../log.ts";
import type { Db, RootDb } from "./client.ts";
import { DRIVER_TYPES } from "./driver-types.ts";
import { statementName } from "./statement-name.ts";

/** What sends statements as they are: the client, a transaction of it, or the driver itself. */
export interface RawDb {
  $queryRawUnsafe<T>(text: string, ...values: unknown[]): Promise<T>;
  $queryRaw<T>(text: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<T>;
  $executeRaw(text: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number>;
}

// Next bundles this module more than once per process; a client may be opened by one copy and read by another.
const POOLS = Symbol.for("logbook.pools");
const shared = globalThis as { [POOLS]?: WeakMap<object, pg.Pool> };
const pools = (shared[POOLS] ??= new WeakMap<object, pg.Pool>());

export function notePool(db: RootDb, pool: pg.Pool): void {
  pools.set(db, pool);
}

/**
 * The driver behind the client: for the few statements that every answer of the API needs, of which Prisma's own
 * part would cost more than the database's. A transaction stays itself.
 */
export function direct(db: Db): RawDb {
  const pool = pools.get(db);
  return pool === undefined ? db : rawDb(async (query) => pool.query(query));
}

/** Reads from one state of the database, through the driver: nothing but a transaction is between. */
export async function inReading<T>(
  db: RootDb,
  { timeoutMs }: { timeoutMs: number },
  work: (reading: RawDb) => Promise<T>,
): Promise<T> {
  const pool = pools.get(db);
  if (pool === undefined) throw internal("Only a client that was opened here reads directly.");
  const client = await pool.connect();
  let [isOpen, isLate, isBroken] = [true, false, false];
  const timer = setTimeout(() => {
    isLate = true;
  }, timeoutMs);
  // Between two statements nobody else hears that the server ended the connection.
  client.on("error", noteLoss);
  const reading = rawDb(async (query) => {
    if (!isOpen) throw internal("The reading is over.");
    if (isLate) throw unavailable("The reading took too long.");
    return client.query(query);
  });
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    const result = await work(reading);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    isBroken = !(await rollBack(client));
    throw error;
  } finally {
    isOpen = false;
    clearTimeout(timer);
    client.off("error", noteLoss);
    client.release(isBroken);
  }
}

function noteLoss(error: Error): void {
  log("warn", "database.connection_lost", { error });
}

async function rollBack(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query("ROLLBACK");
    return true;
  } catch (error) {
    log("warn", "database.reading_not_ended", { error });
    return false;
  }
}

type Send = (query: pg.QueryConfig) => Promise<pg.QueryResult>;

function rawDb(send: Send): RawDb {
  const run = (text: string, values: unknown[]) => {
    const name = statementName(text);
    return send({ text, values, types: DRIVER_TYPES, ...(name !== undefined && { name }) });
  };
  const runSql = (given: TemplateStringsArray | Prisma.Sql, values: unknown[]) => {
    const { text, values: all } = "text" in given ? given : Prisma.sql(given, ...values);
    return run(text, all);
  };
  return {
    $queryRawUnsafe: async <T>(text: string, ...values: unknown[]) =>
      (await run(text, values)).rows as T,
    $queryRaw: async <T>(text: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
      (await runSql(text, values)).rows as T,
    $executeRaw: async (text, ...values) => (await runSql(text, values)).rowCount ?? 0,
  };
}
