import type { EntryView } from "../entry-view.ts";
import { openParams } from "../search/params.ts";
import type { EntryKey } from "../search/place.ts";
import { ask, type Snapshot } from "../search/snapshot.ts";
import { ENTRY_JOINS, ENTRY_SELECT, toEntryView, type EntryRecord } from "../store/read-row.ts";
import type { Known } from "./known.ts";
import { itemTitleSql, REQUEST_ID_SQL } from "./row-sql.ts";

export interface PickedEntry extends EntryView {
  /** Name of the user whom it is about; empty when that is not known. */
  itemTitle: string;
  /** Of the request that it was written in; empty when it names none. */
  requestId: string;
}

type PickedRecord = Omit<EntryRecord, "seq" | "at" | "native_id"> & {
  seq: number;
  at: string;
  item_title: string;
  request_id: string;
};

/** The entries of these keys in their order; those that retention removed meanwhile are left out. */
export async function loadPicked(
  snapshot: Snapshot,
  { keys, known }: { keys: readonly EntryKey[]; known: Known },
): Promise<PickedEntry[]> {
  const times = keys.map(({ at }) => at.getTime());
  if (times.length === 0) return [];
  const params = openParams();
  const seqs = params.add(
    keys.map(({ seq }) => seq),
    "bigint[]",
  );
  const title = itemTitleSql({ known, params });
  const low = new Date(times.reduce((least, one) => Math.min(least, one), Infinity));
  const high = new Date(times.reduce((most, one) => Math.max(most, one), -Infinity));
  // One text a row: the client takes far longer over many columns. Numbers of entries are safe integers.
  const text = `SELECT row_to_json(picked)::text AS row, picked.native_id FROM (
    SELECT ${ENTRY_SELECT}, ${title} AS item_title, ${REQUEST_ID_SQL} AS request_id FROM (
      SELECT * FROM entry e WHERE e.portal_id = ${params.add(snapshot.portalId, "bigint")}
        AND e.at >= ${params.add(low, "timestamptz")} AND e.at <= ${params.add(high, "timestamptz")}
        AND e.seq = ANY(${seqs}) OFFSET 0
    ) AS e ${ENTRY_JOINS}
    ) AS picked`;
  const rows = await ask<PickedRow>(snapshot, text, params);
  const bySeq = new Map(rows.map(toPicked).map((entry) => [entry.id, entry]));
  return keys.flatMap(({ seq }) => bySeq.get(String(seq)) ?? []);
}

// The portal's own numbers may be longer than numbers of JSON are read.
interface PickedRow {
  row: string;
  native_id: bigint | null;
}

function toPicked({ row: text, native_id }: PickedRow): PickedEntry {
  const record = JSON.parse(text) as PickedRecord;
  const row = { ...record, seq: BigInt(record.seq), at: new Date(record.at), native_id };
  return { ...toEntryView(row), itemTitle: record.item_title, requestId: record.request_id };
}
