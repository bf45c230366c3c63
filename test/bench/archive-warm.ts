import type pg from "pg";
import { PEER_TABLE } from "./archive-peer.ts";

const EXTENSION = "pg_prewarm";

// Tables of one side, their indexes, and where their long values stand.
const RELATIONS = `WITH own AS (
    SELECT oid, reltoastrelid FROM pg_class
    WHERE relkind IN ('r', 'm') AND relnamespace = current_schema()::regnamespace
      AND (relname = '${PEER_TABLE}') = $1
  ), stored AS (
    SELECT oid FROM own UNION ALL SELECT reltoastrelid FROM own WHERE reltoastrelid <> 0
  ), whole AS (
    SELECT oid FROM stored
    UNION ALL SELECT indexrelid FROM pg_index WHERE indrelid IN (SELECT oid FROM stored)
  )
  SELECT oid::text FROM whole WHERE pg_relation_size(oid) > 0`;

// What a superuser may do.
const OFFERED = `SELECT FROM pg_available_extensions, pg_roles
  WHERE name = '${EXTENSION}' AND rolname = current_user AND rolsuper`;

/**
 * Has all that was written put on the disk, and reads all that one side has stored into the server's own memory: what
 * is asked of it afterwards waits for neither, as far as that memory holds it. A machine may forget files sooner.
 */
export async function warm(
  client: pg.Client,
  { side, say }: { side: "archive" | "plain table"; say: (line: string) => void },
): Promise<void> {
  const { rows: offered } = await client.query(OFFERED);
  if (offered.length === 0) {
    say(`no superuser, or no ${EXTENSION} here: what was not read yet is measured with its disk`);
    return;
  }
  await client.query("CHECKPOINT");
  await client.query(`CREATE EXTENSION IF NOT EXISTS ${EXTENSION}`);
  const { rows } = await client.query<{ oid: string }>(RELATIONS, [side === "plain table"]);
  let pages = 0;
  for (const { oid } of rows) {
    const read = await client.query<{ pages: string }>(
      `SELECT pg_prewarm($1::oid::regclass) AS pages`,
      [oid],
    );
    pages += Number(read.rows[0]?.pages ?? 0);
  }
  const { rows: kept } = await client.query<{ size: string }>(
    "SELECT current_setting('shared_buffers') AS size",
  );
  const size = kept[0]?.size ?? "";
  say(`the ${side}: read ${pages} pages of ${rows.length} tables and indexes into ${size}`);
}
