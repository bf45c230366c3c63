import type { Db } from "../../lib/db/index.ts";
import { runCompiled } from "../../lib/db/index.ts";

const TOGETHER = 50;

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
  for (let first = 0; first < tables.length; first += TOGETHER) {
    const counts = tables
      .slice(first, first + TOGETHER)
      .map(
        ({ name }) =>
          `SELECT '${name}' AS name, count(*)::int AS rows FROM ${name} t WHERE t::text LIKE ANY($1::text[])`,
      );
    const rows = await runCompiled<{ name: string; rows: number }>(db, {
      text: counts.join(" UNION ALL "),
      values: [patterns],
    });
    for (const row of rows) if (row.rows > 0) found[row.name] = row.rows;
  }
  return found;
}
