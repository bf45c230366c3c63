import { readCandidates, reachOf, type Block, type BlockPlace } from "./candidates.ts";
import { openParams } from "./params.ts";
import { looseParts, partSql, spanOf, type Part } from "./parts.ts";
import {
  beyondSql,
  isEmpty,
  orderSql,
  sortKeys,
  spanBeyond,
  type Direction,
  type EntryKey,
  type Place,
  type TimeSpan,
} from "./place.ts";
import type { Plan } from "./plan.ts";
import { ask, isOver } from "./snapshot.ts";
import type { Walked } from "./walk.ts";

interface Input {
  terms: number[][];
  place: Place;
  direction: Direction;
  wanted: number;
}

const CANDIDATES = 1_000;
const FIRST_GROUP = 16;
const MAX_GROUP = 256;

/** Goes through the blocks that may hold what is looked for, and through all rows without a block. */
export async function walkBlocks(plan: Plan, input: Input): Promise<Walked> {
  const { place, direction, wanted } = input;
  const span = spanBeyond(plan, place, direction);
  // No set of terms at all: no row can meet the query.
  if (isEmpty(span) || input.terms.length === 0) return { keys: [], place, isEnd: true };
  const loose = await readLoose(plan, { ...input, span });
  if (loose === null) return { keys: [], place, isEnd: false };
  let keys = loose;
  let size = FIRST_GROUP;
  for await (const { group, next } of groups(plan, { ...input, span }, () => size)) {
    if (group.length > 0) {
      keys = keys.concat(await readGroup(plan, { ...input, span, group }));
      keys = sortKeys(keys, direction).slice(0, wanted);
    }
    size = Math.min(size * 2, MAX_GROUP);
    const last = keys[wanted - 1];
    if (next === null) break;
    if (last !== undefined && isBefore(last, next, direction)) {
      return { keys, place: last, isEnd: false };
    }
    if (isOver(plan.snapshot)) return upTo(keys, next, direction);
  }
  const last = keys[wanted - 1];
  if (last !== undefined) return { keys, place: last, isEnd: false };
  return { keys, place, isEnd: true };
}

// Blocks overlap in time: only what lies nearer than anything of the next block is sure to be in order.
function isBefore(key: EntryKey, next: Date, direction: Direction): boolean {
  return direction === "older" ? key.at > next : key.at < next;
}

function upTo(keys: EntryKey[], next: Date, direction: Direction): Walked {
  const sure = keys.filter((key) => isBefore(key, next, direction));
  // Of the moment itself nothing is sure, so it is gone through again.
  const at = direction === "older" ? new Date(next.getTime() + 1) : next;
  return { keys: sure, place: { at, seq: null }, isEnd: false };
}

interface SpanInput extends Input {
  span: TimeSpan;
}

/** Blocks in groups; `next` is how near the blocks after the group may reach, null when there are none. */
async function* groups(
  plan: Plan,
  input: SpanInput,
  size: () => number,
): AsyncGenerator<{ group: Block[]; next: Date | null }> {
  let after: BlockPlace = null;
  let blocks: Block[] = [];
  let isLast = false;
  for (;;) {
    while (!isLast && blocks.length <= size()) {
      const more = await readCandidates(plan.snapshot, { ...input, after, limit: CANDIDATES });
      isLast = more.length < CANDIDATES;
      blocks.push(...more);
      const last = more.at(-1);
      if (last !== undefined)
        after = { at: reachOf(last, input.direction), firstSeq: last.firstSeq };
    }
    const group = blocks.slice(0, size());
    blocks = blocks.slice(group.length);
    const [following] = blocks;
    yield { group, next: following === undefined ? null : reachOf(following, input.direction) };
    if (following === undefined) return;
  }
}

async function readGroup(plan: Plan, input: SpanInput & { group: Block[] }): Promise<EntryKey[]> {
  const { group, span } = input;
  if (isEmpty(spanOf(group, span))) return [];
  return readPart(plan, {
    ...input,
    part: { span, blocks: group, upTo: plan.snapshot.indexedSeq },
  });
}

/** Rows that came after the last block was built; null when there was no time for all of them. */
async function readLoose(plan: Plan, input: SpanInput): Promise<EntryKey[] | null> {
  const { span, direction, wanted } = input;
  let keys: EntryKey[] = [];
  for await (const part of looseParts(plan, span)) {
    if (isOver(plan.snapshot)) return null;
    keys = sortKeys(keys.concat(await readPart(plan, { ...input, part })), direction);
    keys = keys.slice(0, wanted);
  }
  return keys;
}

async function readPart(plan: Plan, input: SpanInput & { part: Part }): Promise<EntryKey[]> {
  const { part, place, direction, wanted } = input;
  const params = openParams();
  const text = `SELECT e.at, e.seq FROM ${partSql(plan, part, params)}
    WHERE ${beyondSql(place, direction, params)} AND ${plan.test(params)}
    ORDER BY ${orderSql(direction)} LIMIT ${wanted}`;
  return ask<EntryKey>(plan.snapshot, text, params);
}
