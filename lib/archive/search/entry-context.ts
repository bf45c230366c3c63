import { z } from "zod";
import type { PortalCtx } from "../../ctx.ts";
import { allOf } from "../../filter/index.ts";
import { parseInput } from "../entry-filter.ts";
import type { EntryView, UserView } from "../entry-view.ts";
import { readCursor, writeCursor, type Cursor } from "./cursor.ts";
import { entryNumber, whereGone, type EntryFinding } from "./find-entry.ts";
import { findKeys } from "./find-keys.ts";
import { loadEntries, loadUsers } from "./load-entries.ts";
import type { Direction, EntryKey, Place } from "./place.ts";
import { makePlan, type Plan } from "./plan.ts";
import { readEntry } from "./read-entry.ts";
import { QueryInput, readQuery, type QueryView } from "./read-query.ts";
import { CONTEXT_SCOPES, requestOf, scopeNode } from "./scope-node.ts";
import { inSnapshot } from "./snapshot.ts";

const blank = (value: unknown): unknown => (value === "" ? undefined : value);
const cursor = z.preprocess(blank, z.string().optional());

export const ContextInput = QueryInput.extend({
  id: entryNumber,
  scope: z.enum(CONTEXT_SCOPES).default("all"),
  /** Cursors of an answer before: only the sides asked for are read again. */
  older: cursor,
  newer: cursor,
  limit: z.preprocess(blank, z.coerce.number().int().min(1).max(500).default(50)),
});
export type ContextInput = z.input<typeof ContextInput>;
type Input = z.output<typeof ContextInput>;

export interface ContextSide {
  /** Newest first. */
  items: EntryView[];
  /** Null where there is nothing more. */
  cursor: string | null;
  /** Set when the time was over: all was looked at up to this moment. */
  searchedTo: string | null;
}

export interface EntryContext {
  state: "found";
  anchor: EntryView;
  /** False when the entry has no request to go by. */
  hasRequest: boolean;
  older: ContextSide;
  newer: ContextSide;
  users: Record<string, UserView>;
  query: QueryView;
}

/** What stands before and after an entry, which itself stays whatever is asked. */
export async function entryContext(
  ctx: PortalCtx,
  input: ContextInput,
): Promise<EntryContext | Exclude<EntryFinding, { state: "found" }>> {
  const read = parseInput(ContextInput, input);
  const cursors = { older: openSide(ctx, read, "older"), newer: openSide(ctx, read, "newer") };
  const query = readQuery(ctx, read, (cursors.older ?? cursors.newer)?.now);
  return inSnapshot(ctx, {}, async (snapshot) => {
    const anchored = await readEntry(snapshot, BigInt(read.id));
    if (anchored === null) return whereGone(snapshot, BigInt(read.id));
    const { entry: anchor, key } = anchored;
    const node = allOf([scopeNode(read.scope, anchor), query.node]);
    const plan = await makePlan(snapshot, { ...query, node });
    const side = { plan, read, cursors, place: key, now: query.clock.now };
    const found = [
      await findSide(ctx, { ...side, direction: "older" }),
      await findSide(ctx, { ...side, direction: "newer" }),
    ] as const;
    // Together, as planning takes longer than reading.
    const loaded = await loadEntries(
      snapshot,
      found.flatMap(({ keys }) => keys),
    );
    const [older, newer] = [toSide(found[0], loaded), toSide(found[1], loaded)];
    const users = await loadUsers(snapshot, [anchor, ...older.items, ...newer.items]);
    const hasRequest = requestOf(anchor) !== null;
    return { state: "found", anchor, hasRequest, older, newer, users, query: query.view };
  });
}

function boundOf({ id, scope, q, from, to, zone }: Input, direction: Direction): unknown {
  return ["context", id, scope, q ?? "", from ?? "", to ?? "", zone, direction];
}

function openSide(ctx: PortalCtx, read: Input, direction: Direction): Cursor | null {
  const given = read[direction];
  return given === undefined ? null : readCursor(ctx, given, boundOf(read, direction));
}

interface SideInput {
  plan: Plan;
  read: Input;
  cursors: Record<Direction, Cursor | null>;
  place: Place;
  /** What relative times count from. */
  now: Date;
  direction: Direction;
}

interface FoundSide extends Omit<ContextSide, "items"> {
  /** Newest first. */
  keys: EntryKey[];
}

async function findSide(ctx: PortalCtx, input: SideInput): Promise<FoundSide> {
  const { plan, read, cursors, now, direction } = input;
  const { limit } = read;
  const given = cursors[direction];
  const other = cursors[direction === "older" ? "newer" : "older"];
  if (given === null && other !== null) return { keys: [], cursor: null, searchedTo: null };
  const place = given?.place ?? input.place;
  const walked = await findKeys(plan, { place, direction, wanted: limit + 1 });
  const keys = walked.keys.slice(0, limit);
  const isFull = walked.keys.length > limit;
  const next = isFull ? (keys.at(-1) ?? null) : walked.isEnd ? null : walked.place;
  const bound = boundOf(read, direction);
  return {
    keys: direction === "older" ? keys : keys.toReversed(),
    cursor: next === null ? null : writeCursor(ctx, { place: next, direction, now }, bound),
    searchedTo: isFull || walked.isEnd ? null : walked.place.at.toISOString(),
  };
}

function toSide({ keys, ...side }: FoundSide, loaded: EntryView[]): ContextSide {
  const byId = new Map(loaded.map((entry) => [entry.id, entry]));
  return { ...side, items: keys.flatMap(({ seq }) => byId.get(String(seq)) ?? []) };
}
