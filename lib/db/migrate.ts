import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { AppError, configInvalid } from "../errors.ts";
import { log } from "../log.ts";

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface AppliedRow {
  migration_name: string;
  checksum: string;
  isFinished: boolean;
}

// Prisma's own command line takes the same lock and keeps the same table.
const LOCK = "SELECT pg_advisory_xact_lock(72707369)";
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;
const LIST_APPLIED = `SELECT migration_name, checksum, finished_at IS NOT NULL AS "isFinished"
  FROM _prisma_migrations WHERE rolled_back_at IS NULL`;
const RECORD = `INSERT INTO _prisma_migrations
  (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
  VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`;

/** Applies what is pending, one transaction a file; returns the names it applied. */
export async function migrate(
  url: string,
  directory = join(process.cwd(), "prisma", "migrations"),
): Promise<string[]> {
  const migrations = readMigrations(directory);
  const client = new pg.Client({
    connectionString: url,
    application_name: "logbook migrate",
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  await client.connect();
  try {
    const done: string[] = [];
    for (;;) {
      const name = await inTransaction(client, () => applyNext(client, migrations));
      if (name === null) {
        await warnOfFewLocks(client);
        return done;
      }
      log("info", "database.migrated", { migration: name });
      done.push(name);
    }
  } finally {
    await client.end();
  }
}

const FEW_LOCKS = 512;

// A statement over the whole archive takes some six locks for each month and class of retention.
async function warnOfFewLocks(client: pg.Client): Promise<void> {
  const text = "SELECT current_setting('max_locks_per_transaction')::integer AS locks";
  const { rows } = await client.query<{ locks: number }>(text);
  const locks = rows[0]?.locks ?? 0;
  if (locks >= FEW_LOCKS) return;
  const advice = `Set max_locks_per_transaction to ${FEW_LOCKS} or more.`;
  log("warn", "database.few_locks", { locks, advice });
}

function readMigrations(directory: string): Migration[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((item) => item.isDirectory())
    .map((item) => item.name)
    .sort()
    .map((name) => {
      const file = readFileSync(join(directory, name, "migration.sql"));
      const checksum = createHash("sha256").update(file).digest("hex");
      return { name, sql: file.toString("utf8"), checksum };
    });
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    const result = await work();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((cause: unknown) => {
      log("warn", "database.rollback_failed", { error: cause });
    });
    throw error;
  }
}

async function applyNext(client: pg.Client, migrations: Migration[]): Promise<string | null> {
  await client.query(LOCK);
  await client.query(CREATE_TABLE);
  const { rows } = await client.query<AppliedRow>(LIST_APPLIED);
  const applied = new Map(rows.map((row) => [row.migration_name, row]));
  for (const { isFinished, migration_name: name } of rows) {
    if (!isFinished) throw configInvalid(`Migration ${name} failed before; resolve it first.`);
  }
  for (const { name, checksum } of migrations) {
    const row = applied.get(name);
    if (row !== undefined && row.checksum !== checksum) {
      throw configInvalid(`Migration ${name} was edited after it had been applied.`);
    }
  }
  const next = migrations.find(({ name }) => !applied.has(name));
  if (next === undefined) return null;
  await apply(client, next);
  return next.name;
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query(migration.sql);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("config_invalid", `Migration ${migration.name} failed: ${reason}`, {
      cause,
    });
  }
  await client.query(RECORD, [randomUUID(), migration.checksum, migration.name]);
}
