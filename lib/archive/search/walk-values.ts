import { allOf } from "../../filter/index.ts";
import { findKeys } from "./find-keys.ts";
import {
  compareGroups,
  groupsNode,
  groupValue,
  ORDER_VALUE_SQL,
  rankOf,
  type OrderGroup,
} from "./order-group.ts";
import { keptGroups, type CountedGroup, type KeptGroups } from "./order-groups.ts";
import type { ValueOrder } from "./order.ts";
import { openParams } from "./params.ts";
import { sortKeys, type Direction, type EntryKey, type Place } from "./place.ts";
import { makePlan } from "./plan.ts";
import type { SearchQuery } from "./read-query.ts";
import { isShortOf } from "./short-group.ts";
import { ask, isOver, type Snapshot } from "./snapshot.ts";

/** A place in an order by value: inside of the entries of one, which are newest first. */
export interface ValuePlace extends Place {
  group: OrderGroup;
}

export interface ValueKey extends EntryKey {
  group: OrderGroup;
}

interface Asked {
  query: SearchQuery;
  name: ValueOrder;
  isDown: boolean;
}

interface Input extends Asked {
  start: ValuePlace | null;
  /** `older` goes on in the order, `newer` goes back. */
  direction: Direction;
  wanted: number;
  /** Of the same query and order. */
  kept?: KeptGroups;
}

export interface WalkedValues {
  keys: ValueKey[];
  /** Everything up to here was given; null when there was nothing at all. */
  place: ValuePlace | null;
  isEnd: boolean;
}

/** The next rows of an order by value: value after value, so that no order but that of time is ever made. */
export async function walkValues(snapshot: Snapshot, asked: Input): Promise<WalkedValues> {
  const kept = asked.kept ?? { known: null };
  const start = await wholeStart(snapshot, { ...asked, kept });
  const input = { ...asked, start, kept };
  const { wanted } = input;
  const keys: ValueKey[] = [];
  let place = start;
  const take = (found: WalkedValues): boolean => {
    keys.push(...found.keys);
    place = found.place ?? place;
    return found.isEnd && keys.length < wanted;
  };
  if (
    start !== null &&
    start.group.hash === undefined &&
    !take(await walkGroup(snapshot, { ...input, group: start.group, place: start }))
  ) {
    return { keys, place, isEnd: false };
  }
  const groups = await groupsBeyond(snapshot, input);
  for (let at = 0; at < groups.length;) {
    const left = wanted - keys.length;
    const batch = nextBatch(groups, at, left);
    const found = batch.length > 1 ? await readBatch(snapshot, { ...input, batch }) : null;
    const [group] = batch;
    if (group === undefined) break;
    const taken = found ?? (await walkGroup(snapshot, { ...input, group, wanted: left }));
    if (!take(taken) || isOver(snapshot)) return { keys, place, isEnd: false };
    at += found === null ? 1 : batch.length;
  }
  return { keys, place, isEnd: true };
}

interface Known extends Input {
  kept: KeptGroups;
}

/** The start with all of its value; as it is where no entries of that are left. */
async function wholeStart(snapshot: Snapshot, input: Known): Promise<ValuePlace | null> {
  const { start } = input;
  if (start?.group.hash === undefined) return start;
  const groups = await keptGroups(snapshot, input);
  const whole = groups.find((group) => isShortOf(start.group, group));
  return whole === undefined ? start : { ...start, group: ownOf(whole) };
}

async function groupsBeyond(snapshot: Snapshot, input: Known): Promise<CountedGroup[]> {
  const { start, direction, isDown } = input;
  const sign = direction === "older" ? 1 : -1;
  const compare = (left: OrderGroup, right: OrderGroup): number =>
    sign * compareGroups(left, right, isDown);
  const groups = await keptGroups(snapshot, input);
  return groups.filter((group) => start === null || compare(group, start.group) > 0).sort(compare);
}

const MAX_BATCH_ROWS = 600;
const MAX_BATCH_GROUPS = 24;

/** Small groups that are looked for together; a large one by itself. */
function nextBatch(groups: readonly CountedGroup[], at: number, left: number): CountedGroup[] {
  const batch: CountedGroup[] = [];
  let rows = 0;
  for (const group of groups.slice(at, at + MAX_BATCH_GROUPS)) {
    rows += group.count;
    if (batch.length > 0 && rows > MAX_BATCH_ROWS) break;
    batch.push(group);
    if (rows >= left) break;
  }
  return batch;
}

/** All rows of several groups; null when not all of them were found in time. */
async function readBatch(
  snapshot: Snapshot,
  input: Input & { batch: readonly CountedGroup[] },
): Promise<WalkedValues | null> {
  const { batch, name, direction } = input;
  const wanted = batch.reduce((sum, { count }) => sum + count, 0);
  const plan = await planOf(snapshot, input, batch);
  const walked = await findKeys(plan, { place: null, direction, wanted });
  const found = await withValues(snapshot, name, walked.keys);
  const keys = batch.flatMap((group) => {
    const own = found.filter(({ value }) => value === group.value);
    return sortKeys(own, direction).map((key) => ({ ...toKey(key), group: ownOf(group) }));
  });
  return keys.length === wanted ? { keys, place: keys.at(-1) ?? null, isEnd: true } : null;
}

/** The next rows of one group. */
async function walkGroup(
  snapshot: Snapshot,
  input: Input & { group: OrderGroup & { count?: number }; place?: Place },
): Promise<WalkedValues> {
  const { group, name, direction, wanted } = input;
  const own = ownOf(group);
  const plan = await planOf(snapshot, input, [group]);
  const keys: ValueKey[] = [];
  let place = input.place ?? null;
  for (;;) {
    // Where it is known how many there are, nobody looks for more.
    const left = Math.min(wanted, group.count ?? wanted) - keys.length;
    if (left <= 0) {
      return { keys, place: keys.at(-1) ?? null, isEnd: keys.length === group.count };
    }
    const walked = await findKeys(plan, { place, direction, wanted: left });
    const part = walked.keys.slice(0, left);
    const found = await withValues(snapshot, name, part);
    // A condition on an address also takes other spellings of it.
    const fitting = found.filter(({ value }) => value === own.value);
    keys.push(...fitting.map((key) => ({ ...toKey(key), group: own })));
    const isFull = walked.keys.length >= left;
    place = isFull ? (part.at(-1) ?? walked.place) : walked.place;
    const reached = { ...place, group: own };
    if (walked.isEnd && !isFull) return { keys, place: reached, isEnd: true };
    if (keys.length >= wanted) return { keys, place: reached, isEnd: false };
    if (isOver(snapshot)) return { keys, place: reached, isEnd: false };
  }
}

function ownOf({ rank, value }: OrderGroup): OrderGroup {
  return { rank, value };
}

function toKey({ at, seq }: EntryKey): EntryKey {
  return { at, seq };
}

function planOf(snapshot: Snapshot, { query, name }: Asked, groups: readonly OrderGroup[]) {
  const node = allOf([groupsNode(name, groups), query.node]);
  return makePlan(snapshot, { ...query, node });
}

/** The keys in their order, each with the value of its group. */
async function withValues(
  snapshot: Snapshot,
  name: ValueOrder,
  keys: readonly EntryKey[],
): Promise<(EntryKey & { value: string })[]> {
  if (keys.length === 0) return [];
  const times = keys.map(({ at }) => at.getTime());
  const params = openParams();
  const text = `SELECT e.seq, ${ORDER_VALUE_SQL[name]} AS value FROM entry e
    WHERE e.portal_id = ${params.add(snapshot.portalId, "bigint")}
      AND e.at >= ${params.add(new Date(Math.min(...times)), "timestamptz")}
      AND e.at <= ${params.add(new Date(Math.max(...times)), "timestamptz")}
      AND e.seq = ANY(${params.add(
        keys.map(({ seq }) => seq),
        "bigint[]",
      )})`;
  const rows = await ask<{ seq: bigint; value: string | null }>(snapshot, text, params);
  const values = new Map(rows.map(({ seq, value }) => [seq, groupValue(name, value)]));
  return keys.flatMap(({ at, seq }) => {
    const value = values.get(seq);
    return value === undefined ? [] : [{ at, seq, value }];
  });
}

/** The place of a row in the order; null when the row is gone. */
export async function placeInOrder(
  snapshot: Snapshot,
  { name, key }: { name: ValueOrder; key: EntryKey },
): Promise<ValuePlace | null> {
  const [found] = await withValues(snapshot, name, [key]);
  if (found === undefined) return null;
  const { value } = found;
  return { ...toKey(key), group: { rank: rankOf(name, value), value } };
}
