import type { PortalCtx } from "../../ctx.ts";
import { runCompiled, type Db } from "../../db/index.ts";
import type { IdRange } from "./process-memory.ts";
import type { DraftRow } from "./stored-entry.ts";

interface KnownInput {
  ctx: PortalCtx;
  epoch: number;
  rows: readonly DraftRow[];
  numbers: Numbers;
  /** Hash of the locked head. */
  head: string;
  range: IdRange | null;
}

export interface KnownEntries {
  ids: ReadonlySet<string>;
  range: IdRange;
}

/** The portal's own numbers of some entries. */
export interface Numbers {
  /** Null where no entry has one. */
  low: string | null;
  high: string | null;
  /** Whether each has a higher one than the entry before it, as the portal gives them: none comes twice then. */
  areRising: boolean;
}

export function numbersOf(rows: readonly DraftRow[]): Numbers {
  const numbers: Numbers = { low: null, high: null, areRising: true };
  for (const { entry } of rows) {
    const { nativeId } = entry;
    if (nativeId === null) numbers.areRising = false;
    else if (numbers.high === null || isBelow(numbers.high, nativeId)) numbers.high = nativeId;
    else {
      numbers.areRising = false;
      if (isBelow(nativeId, numbers.low ?? nativeId)) numbers.low = nativeId;
    }
    numbers.low ??= nativeId;
  }
  return numbers;
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
  for (const { entry } of mayMeet(input.numbers, range) ? rows : []) {
    if (entry.nativeId !== null && isWithin(entry.nativeId, range)) suspects.push(entry.nativeId);
  }
  if (suspects.length === 0) return { ids: new Set(), range };
  const known = new Set(await findIds(tx, { ctx, epoch, ids: suspects, times: timesOf(rows) }));
  const rest = suspects.filter((id) => !known.has(id));
  const strays = await findIds(tx, { ctx, epoch, ids: rest, times: null });
  return { ids: new Set([...known, ...strays]), range };
}

/** The range once entries with these numbers are stored too. */
export function widen(range: IdRange, { low, high }: Numbers, head: string): IdRange {
  const isLower = low !== null && (range.low === null || isBelow(low, range.low));
  const isHigher = high !== null && (range.high === null || isBelow(range.high, high));
  return {
    epoch: range.epoch,
    head,
    low: isLower ? low : range.low,
    high: isHigher ? high : range.high,
  };
}

function mayMeet({ low, high }: Numbers, range: IdRange): boolean {
  if (low === null || high === null || range.low === null || range.high === null) return false;
  return !isBelow(high, range.low) && !isBelow(range.high, low);
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
