import type { Db } from "./client.ts";

/** Runs a compiler's statement: its text holds placeholders only, values travel as parameters. */
export async function runCompiled<T>(
  db: Db,
  query: { text: string; values: unknown[] },
): Promise<T[]> {
  return db.$queryRawUnsafe<T[]>(query.text, ...query.values);
}
