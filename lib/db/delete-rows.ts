import type { Db } from "./client.ts";
import { runCompiled } from "./run-compiled.ts";

// Partitions are listed, not their parents: a row's place (ctid) is its own only inside one of them.
const LIST_TABLES = `SELECT c.oid::regclass::text AS name
  FROM pg_class c
  WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
    AND EXISTS (SELECT FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attname = $1 AND NOT a.attisdropped)
    AND NOT EXISTS (SELECT FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attname = $2 AND NOT a.attisdropped)
  ORDER BY 1`;

/** Our own tables that have a column, and not another one; names are ready for a statement. */
export async function listTables(
  db: Db,
  input: { having: string; without?: string },
): Promise<string[]> {
  const values = [input.having, input.without ?? ""];
  const rows = await runCompiled<{ name: string }>(db, { text: LIST_TABLES, values });
  return rows.map(({ name }) => name);
}

interface DeleteRowsInput {
  /** From `listTables`. */
  table: string;
  column: "portal_id" | "run_id";
  values: string[];
  limit: number;
}

/** Deletes at most so many rows and says how many it were. */
export async function deleteRows(db: Db, input: DeleteRowsInput): Promise<number> {
  const { table, column, values, limit } = input;
  const type = column === "portal_id" ? "bigint[]" : "uuid[]";
  const text = `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM ${table} WHERE ${column} = ANY($1::text[]::${type}) LIMIT $2::integer
  )) RETURNING 1 AS one`;
  const gone = await runCompiled(db, { text, values: [values, limit] });
  return gone.length;
}
