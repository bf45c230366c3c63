import { BLOCK_SIZE } from "../blocks/block-size.ts";
import { readBlocks, type Block } from "./candidate-blocks.ts";
import type { Direction, TimeSpan } from "./place.ts";
import { matchingBlocks, readSegments, type Segment } from "./segments.ts";
import { isOver, type Snapshot } from "./snapshot.ts";
import { smaller } from "./step-size.ts";

interface Input {
  /** Sets of terms: a candidate holds all of one of them. */
  terms: readonly (readonly number[])[];
  /** Terms whose blocks are counted beside. */
  beside?: readonly number[] | undefined;
  /** Whether blocks are told apart by how much else lies in their time. */
  tellsNarrow: boolean;
  span: TimeSpan;
  direction: Direction;
  /** Pieces of segments that one statement reads at most. */
  pieces?: number | undefined;
}

/** A segment with its candidates by their first numbers. */
interface Looked {
  segment: Segment;
  firsts: bigint[];
}

/** Candidates of a query that were not taken yet. */
export interface Candidates {
  snapshot: Snapshot;
  input: Input;
  /** Only blocks that reach into it are taken; segments go by the span of the input, so that none is skipped. */
  within: TimeSpan;
  /** How much one statement reads: pieces of segments, and blocks. */
  pieces: number;
  blocks: number;
  /** Segments that were read, and whether there may be more. */
  read: number;
  isWhole: boolean;
  /** How near the segments may reach that were not read. */
  edge: Date | null;
  /** Segments with candidates whose times are not known, nearest first. */
  looked: Looked[];
  /** Candidates with their times, nearest last. */
  ready: Block[];
  /** Of the segments that were read, the nearest ones first. */
  seen: { blocks: number; candidates: number; beside: number };
}

const MAX_PIECES = 2_048;
const MAX_BLOCKS = 2_048;
// Segments that are read at first: the nearest fill most pages.
const FIRST_SEGMENTS = 16;

/** Begins to go through the blocks that may hold rows of the span. */
export async function openCandidates(snapshot: Snapshot, input: Input): Promise<Candidates> {
  const candidates: Candidates = {
    ...{ snapshot, input, within: input.span, read: 0 },
    ...{ pieces: input.pieces ?? MAX_PIECES, blocks: MAX_BLOCKS },
    ...{ isWhole: input.terms.length === 0, edge: startOf(input) },
    ...{ looked: [], ready: [], seen: { blocks: 0, candidates: 0, beside: 0 } },
  };
  if (candidates.isWhole) candidates.edge = null;
  else await readFurther(candidates);
  return candidates;
}

/** Leaves out candidates that do not reach into the part of the span which is left. */
export function narrowTo(candidates: Candidates, span: TimeSpan): void {
  candidates.within = span;
}

function startOf({ span, direction }: Input): Date {
  return direction === "older" ? span.to : span.from;
}

async function readFurther(candidates: Candidates): Promise<void> {
  const { snapshot, input, looked, seen, read } = candidates;
  const { span, direction, beside = [] } = input;
  const terms = [...new Set([...input.terms.flat(), ...beside])];
  const places = new Map(terms.map((term, place) => [term, place]));
  const placesOf = (set: readonly number[]): number[] => set.map((term) => places.get(term) ?? 0);
  const sets = input.terms.map(placesOf);
  const most = Math.max(1, Math.floor(candidates.pieces / terms.length));
  const limit = read === 0 ? Math.min(most, FIRST_SEGMENTS) : most;
  const segments = await readSegments(snapshot, { terms, span, direction, offset: read, limit });
  if (segments === null) {
    candidates.pieces = smaller(limit * terms.length);
    return;
  }
  for (const segment of segments) {
    const found = matchingBlocks(segment, sets);
    seen.blocks += segment.blocks;
    seen.candidates += found.length;
    if (beside.length > 0) seen.beside += matchingBlocks(segment, [placesOf(beside)]).length;
    const firsts = found.map((place) => segment.firstSeq + BigInt(place * BLOCK_SIZE));
    if (firsts.length > 0) looked.push({ segment, firsts });
  }
  const last = segments.at(-1);
  candidates.read += segments.length;
  candidates.isWhole = segments.length < limit || last === undefined;
  candidates.edge = candidates.isWhole || last === undefined ? null : reachOf(last, direction);
}

/**
 * Takes the next candidates, those that reach nearest first; `next` is how near all others may reach, null when
 * there are none. Fewer than asked for when time is over.
 */
export async function takeCandidates(
  candidates: Candidates,
  count: number,
): Promise<{ group: Block[]; next: Date | null }> {
  const { ready, input, snapshot } = candidates;
  while (sureCount(candidates) <= count && hasMore(candidates)) {
    if (isOver(snapshot)) break;
    if (candidates.looked.length === 0) await readFurther(candidates);
    else await readTimes(candidates, count);
  }
  const sure = Math.min(count, sureCount(candidates));
  const group = ready.splice(ready.length - sure, sure).reverse();
  const following = ready.at(-1);
  const bounds = [edgeOf(candidates), following && reachOf(following, input.direction)];
  const next = bounds.filter((one) => one !== null && one !== undefined);
  return { group, next: next.length === 0 ? null : nearest(next, input.direction) };
}

/** Takes back what was taken last, a single block in pieces: so many rows cannot be read in time. */
export function giveBack({ ready }: Candidates, group: readonly Block[]): void {
  const pieces = group.length > 1 ? group : group.flatMap(split);
  ready.push(...pieces.toReversed());
}

const PIECES = 8n;

function split(block: Block): Block[] {
  const { firstSeq, lastSeq } = block;
  const step = (lastSeq - firstSeq) / PIECES + 1n;
  const pieces: Block[] = [];
  for (let first = firstSeq; first <= lastSeq; first += step) {
    const last = first + step - 1n;
    pieces.push({ ...block, firstSeq: first, lastSeq: last < lastSeq ? last : lastSeq });
  }
  return pieces;
}

function hasMore({ isWhole, looked }: Candidates): boolean {
  return !isWhole || looked.length > 0;
}

function nearest(times: Date[], direction: Direction): Date {
  const all = times.map((at) => at.getTime());
  return new Date(direction === "older" ? Math.max(...all) : Math.min(...all));
}

/** How near the segments reach whose blocks are not ready. */
function edgeOf({ edge, looked, input }: Candidates): Date | null {
  const [first] = looked;
  return first === undefined ? edge : reachOf(first.segment, input.direction);
}

/** How many of those that are ready no other can come before. */
function sureCount(candidates: Candidates): number {
  const { ready, input } = candidates;
  const edge = edgeOf(candidates);
  if (edge === null) return ready.length;
  const isSure = (block: Block): boolean =>
    input.direction === "older" ? reachOf(block, "older") >= edge : reachOf(block, "newer") <= edge;
  return ready.length - 1 - ready.findLastIndex((block) => !isSure(block));
}

// Segments are read as wholes: only then their blocks are in order.
async function readTimes(candidates: Candidates, wanted: number): Promise<void> {
  const { snapshot, input, within, looked, ready } = candidates;
  const firsts: bigint[] = [];
  let segments = 0;
  for (const one of looked) {
    if (firsts.length >= Math.min(wanted, candidates.blocks)) break;
    firsts.push(...one.firsts);
    segments += 1;
  }
  const rows = await readBlocks(snapshot, { ...input, span: within, firsts });
  if (rows === null) {
    candidates.blocks = smaller(candidates.blocks);
    return;
  }
  looked.splice(0, segments);
  ready.push(...rows);
  const sign = input.direction === "older" ? 1 : -1;
  const reach = (block: Block): number => reachOf(block, input.direction).getTime();
  ready.sort((one, other) => sign * (reach(one) - reach(other)));
}

export function reachOf(
  { lowAt, highAt }: { lowAt: Date; highAt: Date },
  direction: Direction,
): Date {
  return direction === "older" ? highAt : lowAt;
}
