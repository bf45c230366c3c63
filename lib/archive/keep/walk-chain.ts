import type { PortalCtx } from "../../ctx.ts";
import { unavailable } from "../../errors.ts";
import { chainFault, isFault, type ChainFault } from "./chain-fault.ts";
import { readChainPage, type ChainRow, type TextStore } from "./chain-page.ts";
import { listLeaves } from "./list-leaves.ts";
import { nameFault, nameMissing, toHash } from "./name-fault.ts";
import { removedBetween, type FoundRun } from "./removed-between.ts";
import { belongsTo } from "./searched-content.ts";

/** A number and the hash of its entry, hexadecimal. */
export interface Place {
  seq: bigint;
  hash: string;
}

/** A hash that was noted elsewhere, to be compared when the walk stands at its number. */
export interface Noted extends Place {
  isMet: boolean;
}

/** How far the chain is checked. */
export interface Walk {
  place: Place;
  checked: number;
  removed: number;
  noted: Noted | null;
}

interface WalkInput {
  walk: Walk;
  upTo: bigint;
  texts: TextStore;
}

type Step = { walk: Walk; isDone: boolean } | (ChainFault & { walk: Walk });

const MAX_LOOKS = 50;

/** One page of the chain further, or the first fault. */
export async function walkPage(ctx: PortalCtx, input: WalkInput): Promise<Step> {
  const first = await lookAtPage(ctx, input);
  if (!isFault(first)) return first;
  // Retention may have taken a month between the reading of the entries and of what is removed, and one month after
  // another: only what is seen while all months stay is a fault.
  for (let look = 1; look <= MAX_LOOKS; look += 1) {
    input.texts.clear();
    const before = await namesOfLeaves(ctx);
    const result = await lookAtPage(ctx, input);
    if (!isFault(result) || before === (await namesOfLeaves(ctx))) return result;
  }
  throw unavailable("Months come and go faster than the chain can be checked.");
}

async function lookAtPage(ctx: PortalCtx, { walk, upTo, texts }: WalkInput): Promise<Step> {
  const page = await readChainPage(ctx, { after: walk.place.seq, upTo, texts });
  const last = page.isLast ? upTo : (page.rows.at(-1)?.seq ?? upTo);
  const touching = await removedBetween(ctx, { first: walk.place.seq + 1n, last });
  const runs = await runsAhead(ctx, { place: walk.place, runs: touching });
  return walkLinks({ ...page, walk, upTo, runs });
}

async function namesOfLeaves(ctx: PortalCtx): Promise<string> {
  return (await listLeaves(ctx.db)).map(({ table }) => table).join();
}

// A run over the place itself is no fault when its entry was removed since the walk came over it.
async function runsAhead(
  ctx: PortalCtx,
  { place, runs }: { place: Place; runs: FoundRun[] },
): Promise<FoundRun[]> {
  const [run, ...rest] = runs;
  if (run === undefined || run.first > place.seq || place.seq === 0n) return runs;
  const where = { portalId: ctx.portalId, seq: place.seq };
  if ((await ctx.db.entry.findFirst({ where, select: { seq: true } })) !== null) return runs;
  return [{ ...run, first: place.seq + 1n }, ...rest];
}

interface LinksInput {
  walk: Walk;
  upTo: bigint;
  rows: ChainRow[];
  runs: FoundRun[];
  isLast: boolean;
}

/** Rows and removed runs in the order of their numbers, each chained to the one before. */
export function walkLinks(input: LinksInput): Step {
  const { rows, upTo, isLast } = input;
  const runs = input.runs.toReversed();
  let { walk } = input;
  for (const [index, row] of rows.entries()) {
    const run = runs.at(-1);
    if (run !== undefined && run.first <= row.seq) {
      runs.pop();
      const bridged = overRun(walk, { run, upTo, rows });
      if (isFault(bridged)) return { ...bridged, walk };
      walk = bridged;
      if (row.seq <= run.last) return { ...chainFault("covered", row.seq), walk };
    }
    const next = overRow(walk, { rows, index, row });
    if (isFault(next)) return { ...next, walk };
    walk = next;
  }
  if (!isLast) return { walk, isDone: false };
  const rest = runs.at(-1);
  const end = rest === undefined ? walk : overRun(walk, { run: rest, upTo, rows });
  if (isFault(end)) return { ...end, walk };
  if (end.place.seq < upTo) return { ...lack(end, upTo, rows), walk: end };
  return { walk: end, isDone: true };
}

function overRun(
  walk: Walk,
  input: { run: FoundRun; upTo: bigint; rows: ChainRow[] },
): Walk | ChainFault {
  const { run, upTo, rows } = input;
  const { place } = walk;
  if (run.first <= place.seq) return chainFault("covered", place.seq);
  if (run.first > place.seq + 1n) return lack(walk, run.first - 1n, rows);
  if (run.isMadeUp) return faultOfMadeUp(run, rows);
  const last = run.last < upTo ? run.last : upTo;
  const removed = walk.removed + Number(last - place.seq);
  return compareNoted({ ...walk, removed, place: { seq: run.last, hash: run.hash } });
}

function faultOfMadeUp({ first }: FoundRun, rows: ChainRow[]): ChainFault {
  if (rows.some(({ seq }) => seq === first)) return chainFault("covered", first);
  return chainFault("missing", first, ": what is recorded cannot have been retention");
}

function overRow(
  walk: Walk,
  input: { rows: ChainRow[]; index: number; row: ChainRow },
): Walk | ChainFault {
  const { rows, index, row } = input;
  const { place } = walk;
  if (row.seq <= place.seq) return chainFault("doubled", row.seq);
  if (row.seq > place.seq + 1n) return lack(walk, row.seq - 1n, rows);
  const computed = toHash(place.hash, row);
  if (computed !== row.hash || row.unlike !== null) {
    return nameFault({ before: place.hash, rows, row, index, computed });
  }
  if (!belongsTo(row.entry.description, row.searched)) return chainFault("searched", row.seq);
  return compareNoted({
    ...walk,
    checked: walk.checked + 1,
    place: { seq: row.seq, hash: computed },
  });
}

function lack(walk: Walk, last: bigint, rows: ChainRow[]): ChainFault {
  const { seq, hash } = walk.place;
  return nameMissing({ before: hash, first: seq + 1n, last, rows });
}

export function compareNoted(walk: Walk): Walk | ChainFault {
  const { noted, place } = walk;
  if (noted?.seq !== place.seq) return walk;
  if (noted.hash !== place.hash) return chainFault("noted", place.seq);
  return { ...walk, noted: { ...noted, isMet: true } };
}
