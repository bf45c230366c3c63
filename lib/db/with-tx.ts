import type { Db, RootDb } from "./client.ts";

const MAX_TRIES = 3;
const REPEATABLE = new Set(["40001", "40P01", "P2034"]);

/** Runs `work` in the caller's transaction, or in one of its own; serialization and deadlock are repeated. */
export async function withTx<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  if (!isRoot(db)) return work(db);
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.$transaction(work);
    } catch (error) {
      if (tries === MAX_TRIES || !isRepeatable(error)) throw error;
    }
  }
}

/** False for a transaction's client, which ends with its transaction. */
export function isRoot(db: Db): db is RootDb {
  return "$connect" in db && typeof db.$connect === "function";
}

// Prisma names a lost race P2034; for raw statements the database's own code is somewhere below.
function isRepeatable(error: unknown, depth = 0): boolean {
  if (error === null || typeof error !== "object" || depth > 5) return false;
  const { code, originalCode, kind } = error as Record<string, unknown>;
  if (kind === "TransactionWriteConflict") return true;
  if ([code, originalCode].some((name) => typeof name === "string" && REPEATABLE.has(name))) {
    return true;
  }
  const { cause, meta, driverAdapterError } = error as Record<string, unknown>;
  return [cause, meta, driverAdapterError].some((inner) => isRepeatable(inner, depth + 1));
}
