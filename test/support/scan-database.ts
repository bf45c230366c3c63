import type { Db } from "../../lib/db/index.ts";
import { runCompiled } from "../../lib/db/index.ts";

/**
 * Every table of the database, the queue's too, with the number of its rows that hold one of the texts anywhere;
 * bytes are searched as hexadecimal. Tables without such rows are left out.
 */
export async function scanDatabase(db: Db, texts: string[]): Promise<Record<string, number>> {
  const tables = await runCompiled<{ name: string }>(db, {
    text: `SELECT c.oid::regclass::text AS name FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1`,
    values: [],
  });
  const patterns = texts.map((text) => `%${text.replace(/[\\%_]/g, "\\$&")}%`);
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await runCompiled<{ rows: number }>(db, {
      text: `SELECT count(*)::int AS rows FROM ${name} t WHERE t::text LIKE ANY($1::text[])`,
      values: [patterns],
    });
    if (row !== undefined && row.rows > 0) found[name] = row.rows;
  }
  return found;
}
