import type { RawDb } from "./direct.ts";

/** Runs a compiler's statement: its text holds placeholders only, values travel as parameters. */
export async function runCompiled<T>(
  db: RawDb,
  query: { text: string; values: unknown[] },
): Promise<T[]> {
  return db.$queryRawUnsafe<T[]>(query.text, ...query.values);
}
