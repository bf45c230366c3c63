import type { EntryView } from "../entry-view.ts";
import { loadEntries } from "./load-entries.ts";
import { openParams } from "./params.ts";
import type { EntryKey, TimeSpan } from "./place.ts";
import { ask, type Snapshot } from "./snapshot.ts";

/** An entry with its place; null when there is none of this number. */
export async function readEntry(
  snapshot: Snapshot,
  seq: bigint,
): Promise<{ entry: EntryView; key: EntryKey } | null> {
  if (seq < 1n || seq > snapshot.lastSeq) return null;
  const span = await spanOf(snapshot, seq);
  const params = openParams();
  const text = `SELECT e.at, e.seq FROM entry e
    WHERE e.portal_id = ${params.add(snapshot.portalId, "bigint")}
      AND e.seq = ${params.add(seq, "bigint")}
      AND e.at >= ${params.add(span.from, "timestamptz")}
      AND e.at <= ${params.add(span.to, "timestamptz")}`;
  const [key] = await ask<EntryKey>(snapshot, text, params);
  if (key === undefined) return null;
  const [entry] = await loadEntries(snapshot, [key]);
  return entry === undefined ? null : { entry, key };
}

// A number alone does not tell the partition, its block does.
async function spanOf(snapshot: Snapshot, seq: bigint): Promise<TimeSpan> {
  const whole = { from: snapshot.low, to: snapshot.high };
  if (seq > snapshot.indexedSeq) return whole;
  const params = openParams();
  const text = `SELECT last_seq, low_at, high_at FROM entry_block
    WHERE portal_id = ${params.add(snapshot.portalId, "bigint")}
      AND first_seq <= ${params.add(seq, "bigint")}
    ORDER BY first_seq DESC LIMIT 1`;
  const [block] = await ask<{ last_seq: bigint; low_at: Date; high_at: Date }>(
    snapshot,
    text,
    params,
  );
  const isInside = block !== undefined && block.last_seq >= seq;
  return isInside ? { from: block.low_at, to: block.high_at } : whole;
}
