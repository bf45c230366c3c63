import pg from "pg";
import { internal } from "../errors.ts";
import { log } from "../log.ts";
import type { Db } from "./client.ts";

const addresses = new WeakMap<object, string>();

export function noteAddress(db: object, url: string): void {
  addresses.set(db, url);
}

interface LongInput {
  /** One after another, each for itself. */
  statements: readonly string[];
  /** Nobody else runs statements under this number at the same time. */
  lock: number;
  signal: AbortSignal;
}

/**
 * Runs upkeep that takes as long as it takes and stands in no transaction, on a connection of its own. False when
 * somebody else holds the lock or it was stopped.
 */
export async function runLong(db: Db, { statements, lock, signal }: LongInput): Promise<boolean> {
  const url = addresses.get(db);
  if (url === undefined) throw internal("Only the client itself runs long statements.");
  const client = new pg.Client({ connectionString: url, application_name: "logbook upkeep" });
  client.on("error", (error) => {
    log("warn", "database.connection_lost", { error });
  });
  await client.connect();
  const cancel = (): void => void cancelBackend(db, client);
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const { rows } = await client.query<{ held: boolean }>(
      "SELECT pg_try_advisory_lock($1) AS held",
      [lock],
    );
    if (rows[0]?.held !== true) return false;
    for (const text of statements) {
      if (signal.aborted) return false;
      await client.query(text);
    }
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
    await client.end();
  }
}

async function cancelBackend(db: Db, client: pg.Client): Promise<void> {
  const { processID } = client as unknown as { processID: number | null };
  try {
    await db.$queryRaw`SELECT pg_cancel_backend(${processID}::integer)`;
  } catch (error) {
    log("warn", "database.statement_not_stopped", { error });
  }
}
