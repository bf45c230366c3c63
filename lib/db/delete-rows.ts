import type { Db } from "./client.ts";
import { NUMBERED_OF } from "./numbered-of.ts";
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

interface DeleteNumberedInput {
  /** From `listTables`; it has the columns portal_id and seq. */
  table: string;
  portalId: bigint;
  /** Only rows of higher numbers: the next batch does not read again over what the last one left dead. */
  after: bigint;
  limit: number;
}

/** Deletes the portal's next rows in the order of their numbers; `last` is null when there were none. */
export async function deleteNumbered(
  db: Db,
  { table, portalId, after, limit }: DeleteNumberedInput,
): Promise<{ rows: number; last: bigint | null }> {
  const text = `WITH batch AS MATERIALIZED (
      SELECT ctid AS place, seq FROM ${table}
      WHERE portal_id = ${NUMBERED_OF} AND seq > $2::bigint ORDER BY seq LIMIT $3::integer
    ), gone AS (
      DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT place FROM batch)) RETURNING 1
    ) SELECT (SELECT count(*) FROM gone)::integer AS rows, (SELECT max(seq) FROM batch) AS last`;
  const values = [portalId, after, limit];
  const [done] = await runCompiled<{ rows: number; last: bigint | null }>(db, { text, values });
  return done ?? { rows: 0, last: null };
}
