import { termsOf } from "./block-terms.ts";
import { readCandidates } from "./candidates.ts";
import {
  countedSources,
  countedSpan,
  uncountedParts,
  type CountSource,
  type CountTable,
} from "./counted.ts";
import { openParams, type Params } from "./params.ts";
import { partSql, throughParts, type Part } from "./parts.ts";
import type { Plan } from "./plan.ts";
import { ask, hasBlocks, isOver } from "./snapshot.ts";

/** Makes a statement over rows `e` that each stand for `e.n` entries of the time `e.at`. */
type ToStatement = (from: string, params: Params) => string;

export interface Through {
  isWhole: boolean;
  /** Where not all was asked: everything from this moment on was; null when that cannot be told. */
  reachedTo: Date | null;
}

/**
 * Runs a statement over counts and rows that together hold every entry that may meet the query once, until time is
 * over or `take` ends it.
 */
export async function throughSources<Row>(
  plan: Plan,
  input: {
    table: CountTable | null;
    /** Moments that no count may reach over. */
    limits?: readonly Date[];
    toText: ToStatement;
    take: (rows: Row[]) => boolean;
  },
): Promise<Through> {
  const { table, limits, toText, take } = input;
  let isEnded = false;
  const run = async (source: CountSource) => {
    const params = openParams();
    const text = toText(source(params), params);
    isEnded = !take(await ask<Row>(plan.snapshot, text, params));
  };
  const isFaster = table === "entry_cube" && (await hasFewBlocks(plan));
  const span = table === null || isFaster ? null : countedSpan(plan, table);
  if (table !== null && span !== null) {
    const sources = countedSources(plan, { table, span, limits });
    let next = await sources.next();
    while (next.done !== true && !isEnded) {
      if (isOver(plan.snapshot)) return { isWhole: false, reachedTo: null };
      const started = performance.now();
      await run(next.value);
      next = await sources.next(performance.now() - started);
    }
  }
  let reachedTo: Date | null = null;
  const isWhole = await throughParts(plan, uncountedParts(plan, span), async (part) => {
    if (!isEnded) await run((params) => withOne(partSql(plan, part, params)));
    reachedTo = span === null ? reachOf(part) : null;
  });
  return { isWhole: isWhole && !isEnded, reachedTo };
}

// Blocks that follow may hold rows up to the moment at which the last of these ends.
function reachOf({ blocks, above, span }: Part): Date | null {
  if (above !== undefined) return null;
  return blocks === undefined ? span.from : (blocks.at(-1)?.highAt ?? null);
}

const FEW_BLOCKS = 500;

/** Whether the rows themselves are read sooner than the counts of all days. */
async function hasFewBlocks(plan: Plan): Promise<boolean> {
  const { snapshot, from, to } = plan;
  const terms = hasBlocks(snapshot) ? termsOf(plan) : null;
  if (terms === null || terms.length === 0) return false;
  const input = { terms, span: { from, to }, direction: "older", after: null } as const;
  const blocks = await readCandidates(snapshot, { ...input, limit: FEW_BLOCKS });
  return blocks.length < FEW_BLOCKS;
}

// A row is one entry.
function withOne(from: string): string {
  return `(SELECT e.*, 1 AS n FROM ${from}) AS e`;
}
