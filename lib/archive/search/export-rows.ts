import { openParams, type Params } from "./params.ts";
import { beyondSql, edgeOf, isEmpty, orderSql, spanBeyond } from "./place.ts";
import type { Direction, EntryKey, Place, TimeSpan } from "./place.ts";
import type { Plan } from "./plan.ts";
import { ask, type Snapshot } from "./snapshot.ts";

/** A row in the order of COLUMNS. */
export type ExportRow = [
  seq: string,
  at: number,
  nativeId: string | null,
  source: number,
  offsetMinutes: number | null,
  timeText: string | null,
  severity: number,
  type: number,
  module: number,
  site: number | null,
  agent: number | null,
  sharedUri: number | null,
  item: string,
  address: string,
  uri: string | null,
  user: number | null,
  guest: number | null,
  description: string | null,
];

const COLUMNS = `e.seq::text, (extract(epoch FROM e.at) * 1000)::bigint, e.portal_entry_id::text, e.source,
  e.offset_minutes, e.time_text, e.severity_id, e.type_id, e.module_id, e.site_id, e.agent_id, e.uri_id,
  e.item, coalesce(e.addr_text, host(e.addr), ''), e.uri, e.user_id, e.guest_id, e.description`;

// One text for the whole page: reading thousands of rows value by value costs several times as much.
async function askRows(
  snapshot: Snapshot,
  { from, direction, params }: { from: string; direction: Direction; params: Params },
): Promise<ExportRow[]> {
  const text = `SELECT json_agg(json_build_array(${COLUMNS}) ORDER BY ${orderSql(direction)})::text
    AS page FROM (${from}) AS e`;
  const [answer] = await ask<{ page: string | null }>(snapshot, text, params);
  return JSON.parse(answer?.page ?? "[]") as ExportRow[];
}

/** The rows of these keys. */
export async function loadExportRows(
  snapshot: Snapshot,
  { keys, direction }: { keys: readonly EntryKey[]; direction: Direction },
): Promise<ExportRow[]> {
  const times = keys.map(({ at }) => at.getTime());
  if (times.length === 0) return [];
  const params = openParams();
  const from = `SELECT * FROM entry e WHERE e.portal_id = ${params.add(snapshot.portalId, "bigint")}
    AND e.at >= ${params.add(new Date(Math.min(...times)), "timestamptz")}
    AND e.at <= ${params.add(new Date(Math.max(...times)), "timestamptz")}
    AND e.seq = ANY(${params.add(
      keys.map(({ seq }) => seq),
      "bigint[]",
    )})`;
  return askRows(snapshot, { from, direction, params });
}

export interface NextRows {
  rows: ExportRow[];
  place: Place;
  isEnd: boolean;
}

const DAY_MS = 86_400_000;

/** The next rows of the plan's range, whatever they are, in spans so narrow that few partitions are planned for. */
export async function loadNextRows(
  plan: Plan,
  input: { place: Place; direction: Direction; limit: number },
): Promise<NextRows> {
  const { direction, limit } = input;
  let { place } = input;
  for (let widthMs = 31 * DAY_MS; ; widthMs *= 4) {
    const left = spanBeyond(plan, place, direction);
    if (isEmpty(left)) return { rows: [], place: edgeOf(left, direction), isEnd: true };
    const span = nearPart(left, { direction, widthMs });
    const params = openParams();
    const from = `SELECT * FROM entry e
      WHERE e.portal_id = ${params.add(plan.snapshot.portalId, "bigint")}
        AND e.at >= ${params.add(span.from, "timestamptz")}
        AND e.at < ${params.add(span.to, "timestamptz")} AND ${beyondSql(place, direction, params)}
      ORDER BY ${orderSql(direction)} LIMIT ${limit}`;
    const rows = await askRows(plan.snapshot, { from, direction, params });
    const last = rows.length === limit ? rows.at(-1) : undefined;
    if (last !== undefined) return { rows, place: placeOf(last), isEnd: false };
    const rest = direction === "older" ? { ...left, to: span.from } : { ...left, from: span.to };
    place = edgeOf(rest, direction);
    if (rows.length > 0) return { rows, place, isEnd: isEmpty(rest) };
  }
}

function placeOf([seq, at]: ExportRow): Place {
  return { at: new Date(at), seq: BigInt(seq) };
}

function nearPart(
  { from, to }: TimeSpan,
  { direction, widthMs }: { direction: Direction; widthMs: number },
): TimeSpan {
  if (direction === "older") {
    return { from: new Date(Math.max(from.getTime(), to.getTime() - widthMs)), to };
  }
  return { from, to: new Date(Math.min(to.getTime(), from.getTime() + widthMs)) };
}
