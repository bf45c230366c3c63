import { z } from "zod";
import type { PortalCtx } from "../../ctx.ts";
import { invalidInput, type AppError } from "../../errors.ts";
import { parseInput } from "../entry-filter.ts";
import type { WithUsers } from "../entry-users.ts";
import type { EntryView, UserView } from "../entry-view.ts";
import { readCursor, writeCursor, type Cursor } from "./cursor.ts";
import { findKeys } from "./find-keys.ts";
import { byValue, ENTRY_ORDERS } from "./order.ts";
import { loadEntries, loadUsers } from "./load-entries.ts";
import type { Direction, EntryKey } from "./place.ts";
import { makePlan } from "./plan.ts";
import { QueryInput, readQuery, type QueryView, type SearchQuery } from "./read-query.ts";
import { inSnapshot, type Snapshot } from "./snapshot.ts";
import { walkValues } from "./walk-values.ts";

const blank = (value: unknown): unknown => (value === "" ? undefined : value);

export const SearchInput = QueryInput.extend({
  order: z.preprocess(blank, z.enum(ENTRY_ORDERS).default("desc")),
  cursor: z.preprocess(blank, z.string().optional()),
  /** Begins at this moment instead of the end of the range; the rows on its other side are a page away. */
  around: z.preprocess(blank, z.iso.datetime({ offset: true }).optional()),
  limit: z.preprocess(blank, z.coerce.number().int().min(1).max(1_000).default(100)),
  effortMs: z.number().int().positive().optional(),
});
export type SearchInput = z.input<typeof SearchInput>;
type Input = z.output<typeof SearchInput>;

export interface SearchPage<E = EntryView> {
  items: E[];
  users: Record<string, UserView>;
  /** Cursors of the pages beside this one; null where there is nothing more. */
  older: string | null;
  newer: string | null;
  /** Everything stored up to this number was there: live reading goes on after it. */
  lastSeq: string;
  query: QueryView;
  /** Set when the time was over before the page was full: all was looked at up to this moment. */
  searchedTo: string | null;
  tookMs: number;
}

type Place = Cursor["place"];

/** One page of the archive, in an order that ends with time and number, so that new and late rows do not shift it. */
export async function searchEntries(ctx: PortalCtx, input: SearchInput): Promise<SearchPage> {
  return searchFor(ctx, input, loadEntries);
}

/** How the entries of a page are read. */
export type Load<E> = (snapshot: Snapshot, keys: readonly EntryKey[]) => Promise<E[]>;

export async function searchFor<E extends WithUsers>(
  ctx: PortalCtx,
  input: SearchInput,
  load: Load<E>,
): Promise<SearchPage<E>> {
  const started = performance.now();
  const read = parseInput(SearchInput, input);
  const bound = [read.q ?? "", read.from ?? "", read.to ?? "", read.zone, read.order];
  const cursor = read.cursor === undefined ? null : readCursor(ctx, read.cursor, bound);
  if (read.around !== undefined && byValue(read.order) !== null) throw aroundNeedsTime();
  const query = readQuery(ctx, read, cursor?.now);
  const { found, items, users, lastSeq } = await readPage(ctx, { read, query, cursor, load });
  const now = query.clock.now;
  const write = (direction: Direction, place: Place | null) =>
    place === null ? null : writeCursor(ctx, { place, direction, now }, bound);
  const places = placesOf(found, { read, cursor });
  return {
    items,
    users,
    older: write("older", places.older),
    newer: write("newer", places.newer),
    lastSeq,
    query: query.view,
    searchedTo: found.isCut ? found.place.at.toISOString() : null,
    tookMs: Math.round(performance.now() - started),
  };
}

interface Found {
  keys: (EntryKey & Partial<Pick<Place, "group">>)[];
  /** Up to here everything was looked at. */
  place: Place;
  isEnd: boolean;
  /** Where the page began; null at the end of the range. */
  start: Place | null;
  direction: Direction;
  /** Time was over; only where the order is by time there is a moment up to which all was looked at. */
  isCut: boolean;
}

interface PageInput<E> {
  load: Load<E>;
  read: Input;
  query: SearchQuery;
  cursor: Cursor | null;
}

async function readPage<E extends WithUsers>(
  ctx: PortalCtx,
  { read, query, cursor, load }: PageInput<E>,
) {
  const { limit, order, around, effortMs } = read;
  const isByValue = byValue(order) !== null;
  const isOldestFirst = order === "asc";
  const direction = cursor?.direction ?? (isOldestFirst ? "newer" : "older");
  const start = cursor?.place ?? startOf(around, direction);
  return inSnapshot(ctx, { effortMs, isCounting: isByValue }, async (snapshot) => {
    // One more than asked for tells whether there is another page.
    const wanted = limit + 1;
    const walked = await walkInOrder(snapshot, { order, query, start, direction, wanted });
    const keys = walked.keys.slice(0, limit);
    const isFull = walked.keys.length > limit;
    const isCut = !walked.isEnd && !isFull && !isByValue;
    const isTurned = (direction === "older") === isOldestFirst;
    const items = await load(snapshot, isTurned ? keys.toReversed() : keys);
    const users = await loadUsers(snapshot, items);
    const lastSeq = String(snapshot.lastSeq);
    const place = isFull ? (keys.at(-1) ?? walked.place) : walked.place;
    const isEnd = walked.isEnd && !isFull;
    return { found: { keys, place, isEnd, isCut, start, direction }, items, users, lastSeq };
  });
}

interface WalkInput {
  order: Input["order"];
  query: SearchQuery;
  start: Place | null;
  direction: Direction;
  wanted: number;
}

async function walkInOrder(
  snapshot: Snapshot,
  { order, query, start, direction, wanted }: WalkInput,
): Promise<Pick<Found, "keys" | "place" | "isEnd">> {
  const value = byValue(order);
  if (value === null) {
    return findKeys(await makePlan(snapshot, query), { place: start, direction, wanted });
  }
  const begin = start?.group === undefined ? null : { ...start, group: start.group };
  const input = { query, ...value, start: begin, direction, wanted };
  const { keys, place, isEnd } = await walkValues(snapshot, input);
  return { keys, place: place ?? { at: snapshot.high, seq: null }, isEnd };
}

// The moment itself belongs to the page that begins there.
function startOf(around: string | undefined, direction: Direction): Place | null {
  if (around === undefined) return null;
  const at = Date.parse(around);
  return { at: new Date(direction === "older" ? at + 1 : at), seq: null };
}

/** Behind the page one goes on where it ended, before it where it began. */
function placesOf(
  found: Found,
  { read, cursor }: { read: Input; cursor: Cursor | null },
): Record<Direction, Place | null> {
  const { direction, place, isEnd, start, keys } = found;
  const onward = isEnd ? null : place;
  const [first = null]: (EntryKey | null)[] = keys;
  const hasBack = cursor !== null || read.around !== undefined;
  const back = hasBack ? (first ?? turned(start, direction)) : null;
  return direction === "older" ? { older: onward, newer: back } : { older: back, newer: onward };
}

// The row beside the place lies beyond it when one looks back.
function turned(place: Place | null, direction: Direction): Place | null {
  if (place === null || place.seq === null) return place;
  return { ...place, seq: direction === "older" ? place.seq - 1n : place.seq + 1n };
}

function aroundNeedsTime(): AppError {
  return invalidInput("around: goes with an order by time only", [
    { at: "around", message: "goes with an order by time only" },
  ]);
}
