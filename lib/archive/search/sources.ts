import { openParams, type Params } from "./params.ts";
import { looseParts, partSql, throughParts, timeParts } from "./parts.ts";
import type { Part, Parts } from "./parts.ts";
import type { TimeSpan } from "./place.ts";
import type { Plan } from "./plan.ts";
import { askStep } from "./snapshot.ts";
import { rowParts } from "./row-parts.ts";

/** Makes a statement over rows `e`. */
type ToStatement = (from: string, params: Params) => string;

export interface Through {
  isWhole: boolean;
  /** Where not all was asked: everything from this moment on was; null when that cannot be told. */
  reachedTo: Date | null;
}

interface Input<Row> {
  /** Spans whose rows no counts were taken for; null when there were none at all. */
  uncounted: readonly TimeSpan[] | null;
  toText: ToStatement;
  /** Ends the work with false. */
  take: (rows: Row[]) => boolean;
}

/**
 * Runs a statement over rows that together hold every entry that may meet the query once and was not counted yet,
 * until time is over or `take` ends it.
 */
export async function throughRows<Row>(plan: Plan, input: Input<Row>): Promise<Through> {
  const { uncounted, toText, take } = input;
  let reachedTo: Date | null = null;
  const parts = uncounted === null ? rowParts(plan) : uncountedParts(plan, uncounted);
  const isWhole = await throughParts(plan, parts, async (part) => {
    const params = openParams();
    const text = toText(partSql(plan, part, params), params);
    const rows = await askStep<Row>(plan.snapshot, text, params);
    if (rows === null) return "again";
    reachedTo = uncounted === null ? reachOf(part) : null;
    return take(rows) ? "done" : "end";
  });
  return { isWhole, reachedTo };
}

// Blocks that follow may hold rows up to the moment at which the last of these ends.
function reachOf({ blocks, above, span }: Part): Date | null {
  if (above !== undefined) return null;
  return blocks === undefined ? span.from : (blocks.at(-1)?.highAt ?? null);
}

const ENDS = 2;
const DAYS_AT_ONCE = 8;

async function* uncountedParts(plan: Plan, spans: readonly TimeSpan[]): Parts {
  yield* looseParts(plan, { from: plan.from, to: plan.to });
  const { equal, snapshot } = plan;
  const common = { upTo: snapshot.indexedSeq, equal };
  if (spans.length <= ENDS) {
    for (const span of spans) yield* timeParts({ span, ...common });
    return;
  }
  const atOnce = equal === null ? DAYS_AT_ONCE : spans.length;
  for (let at = 0; at < spans.length; at += atOnce) {
    const some = spans.slice(at, at + atOnce);
    const tookMs = yield { span: { from: plan.from, to: plan.to }, spans: some, ...common };
    if (tookMs !== Infinity) continue;
    for (const span of some) yield* timeParts({ span, ...common });
  }
}
