import type { EntryView } from "../entry-view.ts";
import { loadNumber } from "./load-entries.ts";
import { openParams } from "./params.ts";
import type { EntryKey, TimeSpan } from "./place.ts";
import { ask, type Snapshot } from "./snapshot.ts";

/** An entry with its place; null when there is none of this number. */
export async function readEntry(
  snapshot: Snapshot,
  seq: bigint,
): Promise<{ entry: EntryView; key: EntryKey } | null> {
  if (seq < 1n || seq > snapshot.lastSeq) return null;
  const { from, to } = await spanOf(snapshot, seq);
  const found = await loadNumber(snapshot, { seq, from, to });
  return found === null ? null : { entry: found.entry, key: { at: found.at, seq } };
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
