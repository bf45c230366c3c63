import { TOLD_SEEN } from "../store/seen-addresses.ts";
import { openParams } from "./params.ts";
import {
  beyondSql,
  orderSql,
  spanBeyond,
  type Direction,
  type EntryKey,
  type Place,
} from "./place.ts";
import type { Plan } from "./plan.ts";
import { askStep, isOver } from "./snapshot.ts";
import { smaller } from "./step-size.ts";
import type { Walked } from "./walk.ts";

const MAX_KEYS = 2_000;

interface Input {
  place: Place;
  direction: Direction;
  wanted: number;
}

/** Pages of entries in which a user came from an address for the first time, by the table of those. */
export async function findFirst(plan: Plan, input: Input): Promise<Walked> {
  const { direction, wanted } = input;
  const keys: EntryKey[] = [];
  let place = input.place;
  for await (const group of firstKeys(plan, { place, direction })) {
    if (group.length === 0) return { keys, place, isEnd: false };
    const found = await testKeys(plan, { group, direction, wanted: wanted - keys.length });
    if (found === null) return { keys, place, isEnd: false };
    keys.push(...found);
    const last = keys.at(-1);
    if (keys.length >= wanted && last !== undefined) return { keys, place: last, isEnd: false };
    place = group.at(-1) ?? place;
  }
  return { keys, place, isEnd: true };
}

/** Keys from the table, group by group; an empty group is the last one when time was over before the end. */
export async function* firstKeys(
  plan: Plan,
  input: Pick<Input, "place" | "direction">,
): AsyncGenerator<EntryKey[], void, undefined> {
  let { place } = input;
  let limit = MAX_KEYS;
  for (;;) {
    const group = isOver(plan.snapshot) ? [] : await readKeys(plan, { ...input, place, limit });
    if (group === null) {
      limit = smaller(limit);
      continue;
    }
    const last = group.at(-1);
    if (last !== undefined || isOver(plan.snapshot)) yield group;
    if (last === undefined || group.length < limit) return;
    place = last;
  }
}

async function readKeys(
  plan: Plan,
  { place, direction, limit }: { place: Place; direction: Direction; limit: number },
): Promise<EntryKey[] | null> {
  const params = openParams();
  const span = spanBeyond(plan, place, direction);
  const text = `SELECT e.at, e.seq
    FROM (SELECT s.portal_id, s.first_at AS at, s.first_seq AS seq FROM ${TOLD_SEEN}) AS e
    WHERE e.portal_id = ${params.add(plan.snapshot.portalId, "bigint")}
      AND e.at >= ${params.add(span.from, "timestamptz")}
      AND e.at < ${params.add(span.to, "timestamptz")}
      AND ${beyondSql(place, direction, params)}
    ORDER BY ${orderSql(direction)} LIMIT ${limit}`;
  return askStep<EntryKey>(plan.snapshot, text, params);
}

/** Those of the keys whose entries meet the query; null when time was over. */
async function testKeys(
  plan: Plan,
  { group, direction, wanted }: { group: EntryKey[]; direction: Direction; wanted: number },
): Promise<EntryKey[] | null> {
  const found: EntryKey[] = [];
  let size = group.length;
  for (let at = 0; at < group.length && found.length < wanted;) {
    const some = group.slice(at, at + size);
    const rows = await testSome(plan, { some, direction });
    if (rows !== null) {
      found.push(...rows);
      at += some.length;
    } else if (isOver(plan.snapshot)) return null;
    else size = smaller(some.length);
  }
  return found.slice(0, wanted);
}

async function testSome(
  plan: Plan,
  { some, direction }: { some: EntryKey[]; direction: Direction },
): Promise<EntryKey[] | null> {
  const params = openParams();
  const times = some.map(({ at }) => at.getTime());
  const seqs = some.map(({ seq }) => seq);
  const text = `SELECT e.at, e.seq FROM entry e
    WHERE e.portal_id = ${params.add(plan.snapshot.portalId, "bigint")}
      AND e.at >= ${params.add(new Date(Math.min(...times)), "timestamptz")}
      AND e.at <= ${params.add(new Date(Math.max(...times)), "timestamptz")}
      AND e.seq = ANY(${params.add(seqs, "bigint[]")}) AND ${plan.test(params)}
    ORDER BY ${orderSql(direction)}`;
  return askStep<EntryKey>(plan.snapshot, text, params);
}
