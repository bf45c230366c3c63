import type pg from "pg";
import { PEER_TABLE } from "./archive-peer.ts";
import { toFigure, type Figure } from "./figure.ts";

interface Sizes {
  entries: string;
  rows: string;
  row_indexes: string;
  texts: string;
  blocks: string;
  counts: string;
  people: string;
  plain: string;
  plain_indexes: string;
}

const READ = `SELECT
    (SELECT sum(last_seq) FROM archive_head) AS entries,
    sum(pg_table_size(c.oid)) FILTER (WHERE is_leaf) AS rows,
    sum(pg_indexes_size(c.oid)) FILTER (WHERE is_leaf) AS row_indexes,
    sum(pg_total_relation_size(c.oid)) FILTER (WHERE relname = 'entry_text') AS texts,
    sum(pg_total_relation_size(c.oid)) FILTER (WHERE relname IN ('entry_block', 'entry_segment')) AS blocks,
    sum(pg_total_relation_size(c.oid)) FILTER (WHERE relname = 'entry_tally') AS counts,
    sum(pg_total_relation_size(c.oid)) FILTER (WHERE relname IN ('archive_seen', 'user_name')) AS people,
    sum(pg_table_size(c.oid)) FILTER (WHERE relname = '${PEER_TABLE}') AS plain,
    sum(pg_indexes_size(c.oid)) FILTER (WHERE relname = '${PEER_TABLE}') AS plain_indexes
  FROM pg_class c, LATERAL (SELECT c.relname ~ '^entry_k[0-9]+_[0-9]{4}(_[0-9]{2})?$' AS is_leaf) AS named
  WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace`;

/** Bytes that the archive takes on disk, shared out to its entries, beside the plain table with its one index. */
export async function measureSizes(
  client: pg.Client,
  say: (line: string) => void,
): Promise<Figure[]> {
  const { rows } = await client.query<Sizes>(READ);
  const [sizes] = rows;
  if (sizes === undefined) throw new Error("The sizes cannot be read.");
  const each = (bytes: string): number => Number(bytes) / Number(sizes.entries);
  const parts = {
    rows: each(sizes.rows),
    "their indexes": each(sizes.row_indexes),
    "shared texts": each(sizes.texts),
    blocks: each(sizes.blocks),
    counts: each(sizes.counts),
    "users and their addresses": each(sizes.people),
  };
  const list = Object.entries(parts).map(([name, bytes]) => `${name} ${bytes.toFixed(1)}`);
  say(`bytes per entry: ${list.join(", ")}`);
  const all = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0);
  const common = { unit: "bytes", better: "lower" } as const;
  const plain = each(sizes.plain);
  const peer = (value: number) => ({ name: "plain table", value });
  return [
    toFigure({
      ...common,
      ...{ name: "archive size of the table per entry", ours: parts.rows, peer: peer(plain) },
      aim: { on: "ours", value: 350 },
    }),
    toFigure({
      ...common,
      ...{ name: "archive size of everything per entry", ours: all },
      peer: peer(plain + each(sizes.plain_indexes)),
      aim: { on: "ours", value: 700 },
    }),
  ];
}
