import type { PortalCtx } from "../../ctx.ts";
import { runCompiled, type Db } from "../../db/index.ts";
import type { IdRange } from "./process-memory.ts";
import type { DraftRow } from "./stored-entry.ts";

interface KnownInput {
  ctx: PortalCtx;
  epoch: number;
  rows: readonly DraftRow[];
  /** Hash of the locked head. */
  head: string;
  range: IdRange | null;
}

export interface KnownEntries {
  ids: ReadonlySet<string>;
  range: IdRange;
}

const MARGIN_MS = 2 * 86_400_000;

/**
 * Which of these entries are stored already. Most are found around their own times; one that came with another time
 * before can only be among the numbers stored, and is then looked for at all times.
 */
export async function findKnown(tx: Db, input: KnownInput): Promise<KnownEntries> {
  const { ctx, epoch, rows, head } = input;
  const isFresh = input.range?.epoch === epoch && input.range.head === head;
  const range = isFresh && input.range !== null ? input.range : await readRange(tx, input);
  const suspects: string[] = [];
  for (const { entry } of rows) {
    if (entry.nativeId !== null && isWithin(entry.nativeId, range)) suspects.push(entry.nativeId);
  }
  if (suspects.length === 0) return { ids: new Set(), range };
  const known = new Set(await findIds(tx, { ctx, epoch, ids: suspects, times: timesOf(rows) }));
  const rest = suspects.filter((id) => !known.has(id));
  const strays = await findIds(tx, { ctx, epoch, ids: rest, times: null });
  return { ids: new Set([...known, ...strays]), range };
}

/** Whether each has a higher number than the one before it, as the portal gives them: none comes twice then. */
export function areRising(rows: readonly DraftRow[]): boolean {
  let last: string | null = null;
  for (const { entry } of rows) {
    const { nativeId } = entry;
    if (nativeId === null || (last !== null && !isBelow(last, nativeId))) return false;
    last = nativeId;
  }
  return true;
}

/** The range once these entries are stored too. */
export function widen(range: IdRange, rows: readonly DraftRow[], head: string): IdRange {
  let { low, high } = range;
  for (const { entry } of rows) {
    const { nativeId } = entry;
    if (nativeId === null) continue;
    if (high === null || isBelow(high, nativeId)) high = nativeId;
    else if (low === null || isBelow(nativeId, low)) low = nativeId;
    low ??= nativeId;
  }
  return { epoch: range.epoch, head, low, high };
}

function isWithin(id: string, { low, high }: IdRange): boolean {
  return low !== null && high !== null && !isBelow(id, low) && !isBelow(high, id);
}

// Decimal digits without zeros before them: cheaper to compare than to read.
function isBelow(id: string, other: string): boolean {
  return id.length === other.length ? id < other : id.length < other.length;
}

async function readRange(tx: Db, { ctx, epoch, head }: KnownInput): Promise<IdRange> {
  const [found] = await runCompiled<{ low: string | null; high: string | null }>(tx, {
    text: `SELECT min(portal_entry_id)::text AS low, max(portal_entry_id)::text AS high FROM entry
      WHERE portal_id = $1 AND source = 0 AND epoch = $2::smallint`,
    values: [ctx.portalId, epoch],
  });
  return { epoch, head, low: found?.low ?? null, high: found?.high ?? null };
}

interface FindInput {
  ctx: PortalCtx;
  epoch: number;
  ids: readonly string[];
  times: { from: Date; to: Date } | null;
}

async function findIds(tx: Db, { ctx, epoch, ids, times }: FindInput): Promise<string[]> {
  if (ids.length === 0) return [];
  const bounds = times === null ? "" : "AND at >= $4::timestamptz AND at < $5::timestamptz";
  const found = await runCompiled<{ id: string }>(tx, {
    text: `SELECT portal_entry_id::text AS id FROM entry
      WHERE portal_id = $1 AND source = 0 AND epoch = $2::smallint
        AND portal_entry_id = ANY($3::text[]::bigint[]) ${bounds}`,
    values: [ctx.portalId, epoch, ids, ...(times === null ? [] : [times.from, times.to])],
  });
  return found.map(({ id }) => id);
}

function timesOf(rows: readonly DraftRow[]): { from: Date; to: Date } {
  let [low, high] = [Infinity, -Infinity];
  for (const { at } of rows) {
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  return { from: new Date(low - MARGIN_MS), to: new Date(high + MARGIN_MS) };
}
