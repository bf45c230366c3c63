import type pg from "pg";
import type { SeededRandom } from "../portal/random.ts";
import { randomFor } from "../seed/draw.ts";

/** An entry of the archive that a question is made of. */
export interface Sample {
  portalId: bigint;
  seq: string;
  at: Date;
  userId: number | null;
  type: string;
  address: string | null;
  requestId: string | null;
  itemId: string;
}

interface Source {
  portalId: bigint;
  entries: number;
}

// Most questions are asked of the largest portals, some of small ones.
const LARGEST = 0.6;
const NEXT = 0.85;

async function readSources(client: pg.Client): Promise<Source[]> {
  const { rows } = await client.query<{ portal_id: string; entries: string }>(
    "SELECT portal_id, last_seq AS entries FROM archive_head WHERE last_seq > 0 ORDER BY last_seq DESC",
  );
  return rows.map((row) => ({ portalId: BigInt(row.portal_id), entries: Number(row.entries) }));
}

function drawSource(random: SeededRandom, sources: Source[]): Source {
  const share = random.next();
  const last = sources.length - 1;
  const place =
    share < LARGEST ? 0 : share < NEXT ? 1 + random.below(2) : random.below(sources.length);
  const source = sources[Math.min(place, last)];
  if (source === undefined) throw new Error("The archive is empty.");
  return source;
}

const READ = `SELECT e.portal_id, e.seq, e.at, e.user_id, t.value AS type, host(e.addr) AS address, e.item,
    substring(e.description from '"requestId":"([^"]+)"') AS request
  FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS w (portal_id, seq, place)
  JOIN entry e ON e.portal_id = w.portal_id AND e.seq = w.seq
  JOIN entry_text t ON t.portal_id = e.portal_id AND t.id = e.type_id
  ORDER BY w.place`;

interface Row {
  portal_id: string;
  seq: string;
  at: Date;
  user_id: number | null;
  type: string;
  address: string | null;
  item: string;
  request: string | null;
}

/** Entries at random, the same ones for the same archive and name. */
export async function drawSamples(
  client: pg.Client,
  { name, count }: { name: string; count: number },
): Promise<Sample[]> {
  const random = randomFor("samples", name);
  const sources = await readSources(client);
  const drawn = Array.from({ length: count }, () => {
    const { portalId, entries } = drawSource(random, sources);
    return { portalId, seq: 1 + random.below(entries) };
  });
  const values = [drawn.map(({ portalId }) => portalId), drawn.map(({ seq }) => seq)];
  const { rows } = await client.query<Row>(READ, values);
  return rows.map((row) => ({
    portalId: BigInt(row.portal_id),
    seq: row.seq,
    at: row.at,
    userId: row.user_id,
    type: row.type,
    address: row.address,
    requestId: row.request,
    itemId: row.item,
  }));
}
