import type { EntryView } from "../entry-view.ts";
import { isoSeconds, joinTime } from "../store/entry-time.ts";
import { SOURCES } from "../store/stored-entry.ts";
import type { ExportRow } from "./export-rows.ts";
import { openParams } from "./params.ts";
import { ask, type Snapshot } from "./snapshot.ts";

/** Shared texts and names of users, read once in the whole of an export. */
export interface ExportTexts {
  learn(snapshot: Snapshot, rows: readonly ExportRow[]): Promise<void>;
  /** The first rows, as many as repeat no more of the shared texts than so much; one at least. */
  fitting(rows: readonly ExportRow[], length: number): ExportRow[];
  /** The rows up to a number as entries. */
  views(rows: readonly ExportRow[], upTo: bigint): EntryView[];
}

interface Known {
  texts: Map<number, string>;
  names: Map<number, { at: number; name: string }[]>;
}

// Shared addresses may be many: what is not needed any more is read again.
const MAX_TEXTS = 50_000;
const MAX_USERS = 20_000;
const FIRST_TEXT = 6;
const LAST_TEXT = 11;
const USER = 15;

export function openExportTexts(): ExportTexts {
  const known: Known = { texts: new Map(), names: new Map() };
  return {
    learn: (snapshot, rows) => learn(snapshot, known, rows),
    fitting: (rows, length) => {
      let left = length;
      const end = rows.findIndex((row) => (left -= sharedLength(row, known)) < 0);
      return rows.slice(0, end === -1 ? rows.length : Math.max(1, end));
    },
    views: (rows, upTo) =>
      rows.flatMap((row) => (BigInt(row[0]) > upTo ? [] : [toView(row, known)])),
  };
}

function sharedLength(row: ExportRow, { texts }: Known): number {
  let sum = 0;
  for (let at = FIRST_TEXT; at <= LAST_TEXT; at += 1) {
    const id = row[at] as number | null;
    if (id !== null) sum += texts.get(id)?.length ?? 0;
  }
  return sum;
}

async function learn(
  snapshot: Snapshot,
  { texts, names }: Known,
  rows: readonly ExportRow[],
): Promise<void> {
  if (texts.size > MAX_TEXTS) texts.clear();
  if (names.size > MAX_USERS) names.clear();
  const missing = new Set<number>();
  const unnamed = new Set<number>();
  for (const row of rows) {
    for (let at = FIRST_TEXT; at <= LAST_TEXT; at += 1) {
      const id = row[at] as number | null;
      if (id !== null && !texts.has(id)) missing.add(id);
    }
    const user = row[USER];
    if (user !== null && user > 0 && !names.has(user)) unnamed.add(user);
  }
  for (const { id, value } of await readTexts(snapshot, [...missing])) texts.set(id, value);
  for (const id of unnamed) names.set(id, []);
  for (const { id, at, name } of await readNames(snapshot, [...unnamed])) {
    names.get(id)?.push({ at, name });
  }
}

function toView(row: ExportRow, { texts, names }: Known): EntryView {
  const [id, at, nativeId, source, offsetMinutes, timeText, severity, type, module, ...rest] = row;
  const [site, agent, sharedUri, item, address, uri, userId, guestId, description] = rest;
  const text = (key: number | null) => (key === null ? null : (texts.get(key) ?? null));
  const known = userId === null ? undefined : names.get(userId);
  const named = known?.findLast((one) => one.at <= at) ?? known?.[0];
  return {
    id,
    nativeId,
    source: source === SOURCES.portal ? "portal" : "logbook",
    at: isoSeconds(at),
    // Seldom wanted, and as dear as all the others together.
    get timestampX() {
      return joinTime({ at, offsetMinutes, timeText });
    },
    severity: text(severity) ?? "",
    auditTypeId: text(type) ?? "",
    moduleId: text(module) ?? "",
    itemId: item,
    remoteAddr: address,
    userAgent: text(agent),
    requestUri: text(sharedUri) ?? uri ?? "",
    siteId: text(site),
    userId,
    userName: named?.name ?? null,
    guestId,
    description,
  };
}

async function readTexts(snapshot: Snapshot, ids: number[]) {
  if (ids.length === 0) return [];
  const params = openParams();
  const text = `SELECT id, value FROM entry_text
    WHERE portal_id = ${params.add(snapshot.portalId, "bigint")}
      AND id = ANY(${params.add(ids, "integer[]")})`;
  return ask<{ id: number; value: string }>(snapshot, text, params);
}

/** The name the user had at a time, else the first one known. */
async function readNames(snapshot: Snapshot, ids: number[]) {
  if (ids.length === 0) return [];
  const params = openParams();
  const text = `SELECT user_id AS id, extract(epoch FROM from_at)::float8 * 1000 AS at, name
    FROM user_name WHERE portal_id = ${params.add(snapshot.portalId, "bigint")}
      AND user_id = ANY(${params.add(ids, "integer[]")}) ORDER BY user_id, from_at`;
  return ask<{ id: number; at: number; name: string }>(snapshot, text, params);
}
