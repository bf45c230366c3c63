import type pg from "pg";

const MARK = "set aside while seeding:";
const TABLE = "entry_block";

/**
 * Drops the indexes that are far faster built at once than row by row, and notes on the table how to make them again,
 * so that a later run can do so after this one was stopped.
 */
export async function setIndexesAside(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
     WHERE i.indrelid = '${TABLE}'::regclass AND m.amname = 'gin'`,
  );
  if (rows.length === 0) return;
  const note = MARK + JSON.stringify(rows.map(({ definition }) => definition));
  await client.query("BEGIN");
  await client.query(`COMMENT ON TABLE ${TABLE} IS ${client.escapeLiteral(note)}`);
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await client.query("COMMIT");
}

export async function bringIndexesBack(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ note: string | null }>(
    `SELECT obj_description('${TABLE}'::regclass) AS note`,
  );
  const note = rows[0]?.note ?? "";
  if (!note.startsWith(MARK)) return;
  const definitions = JSON.parse(note.slice(MARK.length)) as string[];
  await client.query("BEGIN");
  await client.query("SET LOCAL maintenance_work_mem = '512MB'");
  for (const definition of definitions) await client.query(definition);
  await client.query(`COMMENT ON TABLE ${TABLE} IS NULL`);
  await client.query("COMMIT");
}
