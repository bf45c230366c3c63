import { openParams, type Params } from "./params.ts";
import { beyondSql, edgeOf, isEmpty, orderSql, spanBeyond } from "./place.ts";
import type { Direction, EntryKey, Place, TimeSpan } from "./place.ts";
import type { Plan } from "./plan.ts";
import { askStep, type Snapshot } from "./snapshot.ts";

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

/** Bytes of a page: it stands in memory several times while it is written. */
export const PAGE_BYTES = 8_000_000;
// Told by the database without reading what is stored aside.
const BYTES = `coalesce(octet_length(e.description), 0) + coalesce(octet_length(e.uri), 0)
  + octet_length(e.item)`;

interface Rows {
  rows: ExportRow[];
  /** Further ones would have made too many bytes. */
  isCut: boolean;
}

/** One row at least; null when there was not enough time for so many. */
async function askRows(
  snapshot: Snapshot,
  { from, order, params }: { from: string; order: string; params: Params },
): Promise<Rows | null> {
  // One text for the whole page: reading thousands of rows value by value costs several times as much.
  const text = `SELECT json_agg(json_build_array(${COLUMNS}) ORDER BY ${order})
      FILTER (WHERE is_in)::text AS page, bool_or(NOT is_in) AS is_cut
    FROM (SELECT e.*, (sum(${BYTES}) OVER nearer <= ${PAGE_BYTES} OR row_number() OVER nearer = 1) AS is_in
      FROM (${from}) AS e
      WINDOW nearer AS (ORDER BY ${order} ROWS UNBOUNDED PRECEDING)) AS e`;
  const answers = await askStep<{ page: string | null; is_cut: boolean | null }>(
    snapshot,
    text,
    params,
  );
  if (answers === null) return null;
  const [answer] = answers;
  const rows = JSON.parse(answer?.page ?? "[]") as ExportRow[];
  return { rows, isCut: answer?.is_cut === true };
}

interface KeysInput {
  keys: readonly EntryKey[];
  direction: Direction;
  /** The keys are in an order of their own. */
  isAsGiven?: boolean;
}

/** The rows of these keys, as many of the first ones as make a page. */
export async function loadExportRows(
  snapshot: Snapshot,
  { keys, direction, isAsGiven = false }: KeysInput,
): Promise<Rows | null> {
  const times = keys.map(({ at }) => at.getTime());
  if (times.length === 0) return { rows: [], isCut: false };
  const params = openParams();
  const seqs = params.add(
    keys.map(({ seq }) => seq),
    "bigint[]",
  );
  const from = `SELECT * FROM entry e WHERE e.portal_id = ${params.add(snapshot.portalId, "bigint")}
    AND e.at >= ${params.add(new Date(Math.min(...times)), "timestamptz")}
    AND e.at <= ${params.add(new Date(Math.max(...times)), "timestamptz")}
    AND e.seq = ANY(${seqs})`;
  const order = isAsGiven ? `array_position(${seqs}, e.seq)` : orderSql(direction);
  return askRows(snapshot, { from, order, params });
}

export interface NextRows extends Rows {
  place: Place;
  isEnd: boolean;
}

const DAY_MS = 86_400_000;

/**
 * The next rows of the plan's range, whatever they are, in spans so narrow that few partitions are planned for; null
 * when there was not enough time for so many.
 */
export async function loadNextRows(
  plan: Plan,
  input: { place: Place; direction: Direction; limit: number },
): Promise<NextRows | null> {
  const { direction, limit } = input;
  let { place } = input;
  for (let widthMs = 31 * DAY_MS; ; widthMs *= 4) {
    const left = spanBeyond(plan, place, direction);
    if (isEmpty(left))
      return { rows: [], isCut: false, place: edgeOf(left, direction), isEnd: true };
    const span = nearPart(left, { direction, widthMs });
    const params = openParams();
    const from = `SELECT * FROM entry e
      WHERE e.portal_id = ${params.add(plan.snapshot.portalId, "bigint")}
        AND e.at >= ${params.add(span.from, "timestamptz")}
        AND e.at < ${params.add(span.to, "timestamptz")} AND ${beyondSql(place, direction, params)}
      ORDER BY ${orderSql(direction)} LIMIT ${limit}`;
    const found = await askRows(plan.snapshot, { from, order: orderSql(direction), params });
    if (found === null) return null;
    const { rows, isCut } = found;
    const last = isCut || rows.length === limit ? rows.at(-1) : undefined;
    if (last !== undefined) return { ...found, place: placeOf(last), isEnd: false };
    const rest = direction === "older" ? { ...left, to: span.from } : { ...left, from: span.to };
    place = edgeOf(rest, direction);
    if (rows.length > 0) return { ...found, place, isEnd: isEmpty(rest) };
  }
}

export function placeOf([seq, at]: ExportRow): Place {
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
