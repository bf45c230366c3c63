import { packMonths } from "../../lib/archive/keep/pack-months.ts";
import { testCtx } from "../support/ctx.ts";
import type { SeedBed } from "./seed-archive.ts";

const DAY_MS = 86_400_000;
const MEGABYTE = 1_048_576;
const INDEX_BYTES = `SELECT sum(pg_indexes_size(c.oid)) AS bytes FROM pg_class c
  WHERE c.relkind = 'r' AND c.relname ~ '^entry_k' AND c.relnamespace = current_schema()::regnamespace`;

/** Rebuilds the indexes of the months that are over as the worker has done by then: it looks twice, a day apart. */
export async function packArchive({ db, client, say }: SeedBed, until: Date): Promise<void> {
  const megabytes = async (): Promise<string> => {
    const { rows } = await client.query<{ bytes: string | null }>(INDEX_BYTES);
    return (Number(rows[0]?.bytes ?? 0) / MEGABYTE).toFixed(0);
  };
  const before = await megabytes();
  const { signal } = new AbortController();
  for (const days of [1, 0]) {
    const now = new Date(until.getTime() - days * DAY_MS);
    const isAll = await packMonths(testCtx(db, { now: () => now }), { signal, sliceMs: Infinity });
    if (!isAll) say("some indexes stay as they are: another process rebuilds them just now");
  }
  say(`indexes: ${before} MB, with those of months that are over rebuilt ${await megabytes()} MB`);
}
