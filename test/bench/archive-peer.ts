import pg from "pg";

/** A question as an ordinary application would put it to its one table of log rows. */
export interface PeerQuestion {
  text: string;
  values: unknown[];
}

export const PEER = "plain SQL over a plain table";
export const PEER_TABLE = "bench_entry";
const LIMIT_MS = 60_000;
const TIMED_OUT = "57014";

const CREATE = `CREATE TABLE ${PEER_TABLE} (
  portal_id bigint NOT NULL,
  at timestamptz NOT NULL,
  id text NOT NULL,
  timestamp_x text NOT NULL,
  severity text NOT NULL,
  audit_type_id text NOT NULL,
  module_id text NOT NULL,
  item_id text NOT NULL,
  remote_addr text NOT NULL,
  user_agent text,
  request_uri text NOT NULL,
  site_id text,
  user_id text,
  guest_id text,
  description text
)`;
const FILL = `INSERT INTO ${PEER_TABLE}
  SELECT e.portal_id, e.at, coalesce(e.portal_entry_id, e.seq)::text, coalesce(e.time_text, e.at::text),
    s.value, t.value, m.value, e.item, coalesce(e.addr_text, host(e.addr), ''), a.value,
    coalesce(u.value, e.uri, ''), i.value, e.user_id::text, e.guest_id::text, e.description
  FROM entry e
  JOIN entry_text s ON s.portal_id = e.portal_id AND s.id = e.severity_id
  JOIN entry_text t ON t.portal_id = e.portal_id AND t.id = e.type_id
  JOIN entry_text m ON m.portal_id = e.portal_id AND m.id = e.module_id
  LEFT JOIN entry_text i ON i.portal_id = e.portal_id AND i.id = e.site_id
  LEFT JOIN entry_text a ON a.portal_id = e.portal_id AND a.id = e.agent_id
  LEFT JOIN entry_text u ON u.portal_id = e.portal_id AND u.id = e.uri_id
  ORDER BY e.at`;

/** Makes the plain table beside the archive, with the same entries; keeps one that is whole. */
export async function makePeerTable(client: pg.Client, say: (line: string) => void): Promise<void> {
  const { rows } = await client.query<{ made: string | null }>(
    `SELECT obj_description(to_regclass('${PEER_TABLE}')) AS made`,
  );
  const [total] = (
    await client.query<{ total: string }>("SELECT sum(last_seq)::text AS total FROM archive_head")
  ).rows;
  if (total !== undefined && rows[0]?.made === total.total) return;
  say("making the plain table that is compared with");
  await client.query(`DROP TABLE IF EXISTS ${PEER_TABLE}`);
  await client.query(CREATE);
  await client.query(FILL);
  await client.query(`CREATE INDEX ON ${PEER_TABLE} (portal_id, at)`);
  await client.query(`VACUUM (ANALYZE) ${PEER_TABLE}`);
  // Says that the table was finished, and for which archive.
  await client.query(`COMMENT ON TABLE ${PEER_TABLE} IS '${total?.total ?? ""}'`);
}

export async function openPeer(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    statement_timeout: LIMIT_MS,
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  return client;
}

/** Milliseconds that the plain way takes; one that is given up counts as the limit. */
export async function askPeer(client: pg.Client, questions: PeerQuestion[]): Promise<number> {
  const startedAt = performance.now();
  for (const { text, values } of questions) {
    try {
      await client.query(text, values);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== TIMED_OUT) throw error;
      return Math.max(LIMIT_MS, performance.now() - startedAt);
    }
  }
  return performance.now() - startedAt;
}
