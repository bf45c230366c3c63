import type { EntryView, UserView } from "../entry-view.ts";
import { entryUserIds, type WithUsers } from "../entry-users.ts";
import { isoSeconds } from "../store/entry-time.ts";
import { ENTRY_JSON } from "../store/row-json.ts";
import { ENTRY_JOINS, ENTRY_SELECT, toEntryView, type EntryRecord } from "../store/read-row.ts";
import { askInParts } from "./ask-in-parts.ts";
import { openParams } from "./params.ts";
import type { EntryKey } from "./place.ts";
import { ask, type Snapshot } from "./snapshot.ts";

/** The entries of these keys in their order. */
export async function loadEntries(
  snapshot: Snapshot,
  keys: readonly EntryKey[],
): Promise<EntryView[]> {
  const rows = await readKeys<EntryRecord>(snapshot, keys, ENTRY_SELECT);
  return rows.map((row) => toEntryView(row));
}

/** An entry as JSON, and what has to be known of it besides. */
export interface WrittenEntry extends WithUsers {
  at: string;
  json: string;
}

type WrittenRow = Omit<WrittenEntry, "at"> & EntryKey;

// Of a description only what tells of users is read twice.
const WRITTEN_SELECT = `e.seq, e.at, e.user_id AS "userId", type_text.value AS "auditTypeId", e.item AS "itemId",
  CASE WHEN strpos(e.description, 'previousUserId') > 0 THEN e.description END AS description, ${ENTRY_JSON} AS json`;

/** The same, written by the database: for those who only hand them on. */
export async function loadWritten(
  snapshot: Snapshot,
  keys: readonly EntryKey[],
): Promise<WrittenEntry[]> {
  const rows = await readKeys<WrittenRow>(snapshot, keys, WRITTEN_SELECT);
  return rows.map(({ seq: _, at, ...row }) => ({ ...row, at: isoSeconds(at.getTime()) }));
}

// Each key is looked up in the leaves of its own month; values that are no constants give the same plan each time, and
// planning for all months of a page would take longer than reading its rows does.
async function readKeys<R extends { seq: bigint }>(
  snapshot: Snapshot,
  keys: readonly EntryKey[],
  select: string,
): Promise<R[]> {
  if (keys.length === 0) return [];
  const params = openParams();
  const times = params.add(
    keys.map(({ at }) => at),
    "timestamptz[]",
  );
  const seqs = params.add(
    keys.map(({ seq }) => seq),
    "bigint[]",
  );
  const text = `/* kept plan */ SELECT ${select} FROM (
      SELECT e.* FROM unnest((SELECT ${times}), (SELECT ${seqs})) AS k (at, seq)
      CROSS JOIN LATERAL (SELECT * FROM entry e
        WHERE e.portal_id = (SELECT ${params.add(snapshot.portalId, "bigint")})
          AND e.at = k.at AND e.seq = k.seq OFFSET 0) AS e OFFSET 0
    ) AS e ${ENTRY_JOINS}`;
  const rows = await ask<R>(snapshot, text, params);
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  return keys.flatMap(({ seq }) => bySeq.get(seq) ?? []);
}

/** The entry of one number, whose time lies between (both inclusive); null when there is none. */
export async function loadNumber(
  snapshot: Snapshot,
  { seq, ...span }: { seq: bigint; from: Date; to: Date },
): Promise<{ at: Date; entry: EntryView } | null> {
  const params = openParams();
  const text = `SELECT ${ENTRY_SELECT} FROM (
      SELECT * FROM entry e WHERE e.portal_id = ${params.add(snapshot.portalId, "bigint")}
        AND e.at >= ${params.add(span.from, "timestamptz")} AND e.at <= ${params.add(span.to, "timestamptz")}
        AND e.seq = ${params.add(seq, "bigint")} OFFSET 0
    ) AS e ${ENTRY_JOINS}`;
  const [row] = await ask<EntryRecord>(snapshot, text, params);
  return row === undefined ? null : { at: row.at, entry: toEntryView(row) };
}

interface NameRow {
  user_id: number;
  name: string;
  photo_url: string | null;
  is_active: boolean;
}

/** Users to be named with the entries, from what the archive knows: the portal is not asked. */
export async function loadUsers(
  snapshot: Snapshot,
  entries: readonly WithUsers[],
): Promise<Record<string, UserView>> {
  const ids = entryUserIds(entries);
  const known = new Map((await readNames(snapshot, ids)).map((user) => [user.user_id, user]));
  return Object.fromEntries(ids.map((id) => [String(id), toUser(id, known.get(id))]));
}

/** Present names of users; those of whom nothing is known, or there was no time to tell, are left out. */
export async function readNames(snapshot: Snapshot, ids: readonly number[]): Promise<NameRow[]> {
  const found = await askInParts<number, NameRow>(snapshot, {
    items: ids,
    toText: (some, params) => {
      const portal = params.add(snapshot.portalId, "bigint");
      return `/* kept plan */ SELECT w.id AS user_id, coalesce(u.name, n.name) AS name, u.photo_url,
          coalesce(u.is_active, true) AS is_active
        FROM unnest(${params.add(some, "integer[]")}) AS w(id)
        LEFT JOIN portal_user u ON u.portal_id = ${portal} AND u.user_id = w.id AND u.is_known
        LEFT JOIN LATERAL (SELECT name FROM user_name WHERE portal_id = ${portal} AND user_id = w.id
          ORDER BY from_at DESC LIMIT 1) AS n ON true
        WHERE coalesce(u.name, n.name) IS NOT NULL`;
    },
  });
  return found ?? [];
}

function toUser(id: number, row: NameRow | undefined): UserView {
  if (row === undefined) {
    return { id, name: `#${id}`, photoUrl: null, isActive: false, isKnown: false };
  }
  const { name, photo_url: photoUrl, is_active: isActive } = row;
  return { id, name, photoUrl, isActive, isKnown: true };
}
