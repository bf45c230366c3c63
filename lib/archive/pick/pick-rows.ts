import { openParams } from "../search/params.ts";
import type { EntryKey } from "../search/place.ts";
import { ask, type Snapshot } from "../search/snapshot.ts";
import { ENTRY_JOINS } from "../store/read-row.ts";
import type { Known } from "./known.ts";
import { columnsSql, type PickField } from "./value-sql.ts";

export interface RowShape {
  fields: readonly PickField[];
  /** Each row stands behind its number. */
  isKeyed: boolean;
}

interface Input extends RowShape {
  keys: readonly EntryKey[];
  known: Known;
}

/**
 * The entries of these keys in their order, as JSON with commas between them; those that retention removed meanwhile
 * are left out. The database writes it: reading values only to write them again costs several times as much.
 */
export async function loadPicked(
  snapshot: Snapshot,
  { keys, known, fields, isKeyed }: Input,
): Promise<string> {
  const times = keys.map(({ at }) => at.getTime());
  if (times.length === 0) return "";
  const params = openParams();
  const seqs = params.add(
    keys.map(({ seq }) => seq),
    "bigint[]",
  );
  const low = new Date(times.reduce((least, one) => Math.min(least, one), Infinity));
  const high = new Date(times.reduce((most, one) => Math.max(most, one), -Infinity));
  const json = `(SELECT row_to_json(picked)::text FROM (SELECT ${columnsSql(fields, { known, params })}) AS picked)`;
  const text = `SELECT string_agg(${isKeyed ? `'"' || e.seq || '":' || ${json}` : json}, ','
      ORDER BY k.place) AS rows
    FROM (
      SELECT * FROM entry e WHERE e.portal_id = ${params.add(snapshot.portalId, "bigint")}
        AND e.at >= ${params.add(low, "timestamptz")} AND e.at <= ${params.add(high, "timestamptz")}
        AND e.seq = ANY(${seqs}) OFFSET 0
    ) AS e ${ENTRY_JOINS}
    JOIN unnest(${seqs}) WITH ORDINALITY AS k (seq, place) ON k.seq = e.seq`;
  const [row] = await ask<{ rows: string | null }>(snapshot, text, params);
  return row?.rows ?? "";
}
