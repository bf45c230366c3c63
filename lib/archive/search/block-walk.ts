import { spanOf } from "./blocks-part.ts";
import type { Block } from "./candidate-blocks.ts";
import { giveBack, reachOf, takeCandidates, type Candidates } from "./candidates.ts";
import { openParams } from "./params.ts";
import { looseParts, partSql, throughParts, type Part } from "./parts.ts";
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
import { readPair } from "./pair-rows.ts";
import type { Plan } from "./plan.ts";
import { askStep, isOver } from "./snapshot.ts";
import { nextSize, smaller } from "./step-size.ts";
import type { Walked } from "./walk.ts";

interface Input {
  candidates: Candidates;
  place: Place;
  direction: Direction;
  wanted: number;
}

// Most candidates have a row that is looked for, so these fill a page; of narrow ones only a few rows are read.
const FIRST_GROUP = 64;
const FIRST_NARROW = 128;
const MAX_GROUP = 512;
const FEWEST = 16;
const SURPLUS = 1.25;

/** Goes through the blocks that may hold what is looked for, and through all rows without a block. */
export async function walkBlocks(plan: Plan, input: Input): Promise<Walked> {
  const { place, direction, wanted } = input;
  const span = spanBeyond(plan, place, direction);
  if (isEmpty(span)) return { keys: [], place, isEnd: true };
  const loose = await readLoose(plan, { ...input, span });
  if (loose === null) return { keys: [], place, isEnd: false };
  let keys = loose;
  let size = Math.min(plan.equal === null ? FIRST_GROUP : FIRST_NARROW, Math.max(wanted, FEWEST));
  const seen = { blocks: 0, keys: 0 };
  for (;;) {
    const { group, next } = await takeCandidates(input.candidates, size);
    const started = performance.now();
    const found = await readGroup(plan, { ...input, span, group });
    const [first] = group;
    if (found === null && first !== undefined) {
      giveBack(input.candidates, group);
      if (isOver(plan.snapshot)) return upTo(keys, reachOf(first, direction), input);
      size = smaller(group.length);
      continue;
    }
    keys = sortKeys(keys.concat(found ?? []), direction).slice(0, wanted);
    seen.blocks += group.length;
    seen.keys += found?.length ?? 0;
    const most = nextSize(size, { tookMs: performance.now() - started, max: MAX_GROUP });
    size = Math.min(most, blocksFor(wanted - keys.length, seen));
    const last = keys[wanted - 1];
    if (next === null) break;
    if (last !== undefined && isBefore(last, next, direction)) {
      return { keys, place: last, isEnd: false };
    }
    if (isOver(plan.snapshot)) return upTo(keys, next, input);
  }
  const last = keys[wanted - 1];
  if (last !== undefined) return { keys, place: last, isEnd: false };
  return { keys, place, isEnd: true };
}

/** How many more blocks are likely to have so many more keys. */
function blocksFor(missing: number, seen: { blocks: number; keys: number }): number {
  if (seen.keys === 0) return Infinity;
  return Math.max(FEWEST, Math.ceil((missing * SURPLUS * seen.blocks) / seen.keys));
}

// Blocks overlap in time: only what lies nearer than anything of the next block is sure to be in order.
function isBefore(key: EntryKey, next: Date, direction: Direction): boolean {
  return direction === "older" ? key.at > next : key.at < next;
}

function upTo(keys: EntryKey[], next: Date, { place, direction }: Input): Walked {
  // A block may reach over the place at which one began: what lies there was given before.
  const isBehind = direction === "older" ? next >= place.at : next <= place.at;
  if (isBehind) return { keys: [], place, isEnd: false };
  const sure = keys.filter((key) => isBefore(key, next, direction));
  // Of the moment itself nothing is sure, so it is gone through again.
  const at = direction === "older" ? new Date(next.getTime() + 1) : next;
  return { keys: sure, place: { at, seq: null }, isEnd: false };
}

interface SpanInput extends Input {
  span: TimeSpan;
}

/** Null when there was not enough time for so many. */
async function readGroup(
  plan: Plan,
  input: SpanInput & { group: Block[] },
): Promise<EntryKey[] | null> {
  const { group, span } = input;
  if (group.length === 0 || isEmpty(spanOf(group, span))) return [];
  return readPart(plan, {
    ...input,
    part: { span, blocks: group, upTo: plan.snapshot.indexedSeq, equal: plan.equal },
  });
}

/** Rows that came after the last block was built; null when there was no time for all of them. */
async function readLoose(plan: Plan, input: SpanInput): Promise<EntryKey[] | null> {
  const { span, direction, wanted } = input;
  let keys: EntryKey[] = [];
  const isWhole = await throughParts(plan, looseParts(plan, span), async (part) => {
    const found = await readPart(plan, { ...input, part });
    keys = sortKeys(keys.concat(found ?? []), direction).slice(0, wanted);
    return found === null ? "again" : "done";
  });
  return isWhole ? keys : null;
}

async function readPart(plan: Plan, input: SpanInput & { part: Part }): Promise<EntryKey[] | null> {
  const { part, place, direction, wanted } = input;
  const kept = await readPair(plan, input);
  if (kept !== undefined) return kept;
  const params = openParams();
  const text = `SELECT e.at, e.seq FROM ${partSql(plan, part, params)}
    WHERE ${beyondSql(place, direction, params)} AND ${plan.test(params)}
    ORDER BY ${orderSql(direction)} LIMIT ${wanted}`;
  return askStep<EntryKey>(plan.snapshot, text, params);
}
