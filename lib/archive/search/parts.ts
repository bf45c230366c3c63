import { termsOf } from "./block-terms.ts";
import { blocksSql } from "./blocks-part.ts";
import type { Block } from "./candidate-blocks.ts";
import { firstKeys } from "./first-rows.ts";
import { giveBack, openCandidates, takeCandidates } from "./candidates.ts";
import { looseSpan } from "./loose-span.ts";
import type { Params } from "./params.ts";
import { edgeOf, isEmpty, type TimeSpan } from "./place.ts";
import type { Equal, Plan } from "./plan.ts";
import { hasBlocks, isOver } from "./snapshot.ts";
import { spansSql } from "./spans-part.ts";
import { nextSize, smaller } from "./step-size.ts";

/** Some rows of the archive; all parts of a search together hold each row that may meet the query once. */
export interface Part {
  span: TimeSpan;
  /** Only rows with numbers above. */
  above?: bigint;
  /** Only rows with numbers up to this one. */
  upTo?: bigint;
  blocks?: readonly Block[];
  /** Only these pieces of the span. */
  spans?: readonly TimeSpan[];
  equal?: Equal | null;
  seqs?: readonly string[];
}

/** Takes back how long the part took, so that the next one is as wide as time allows; endless for one to be repeated. */
export type Parts = AsyncGenerator<Part, void, number | undefined>;

const [FIRST_GROUP, MAX_GROUP] = [128, 512];
const [FIRST_ROWS, MAX_ROWS] = [2_000, 20_000];
const HOUR_MS = 3_600_000;
const [QUICK_MS, SLOW_MS] = [120, 500];

/** All rows that may meet the query, newest first as far as that is known. */
export async function* allParts(plan: Plan): Parts {
  const span = { from: plan.from, to: plan.to };
  if (plan.isNever) return;
  if (plan.seqs !== null) {
    return yield* seqParts(span, plan.seqs);
  }
  if (plan.isFirst) return yield* firstParts(plan, span);
  const isOnlyEqual = plan.equal !== null && plan.node?.kind === "field";
  const terms = hasBlocks(plan.snapshot) && !isOnlyEqual ? termsOf(plan) : null;
  if (terms === null) yield* timeParts({ span, equal: plan.equal });
  else {
    yield* looseParts(plan, span);
    yield* blockParts(plan, { span, terms });
  }
}

/** Of the first entries of users from addresses, by the table of those. */
async function* firstParts(plan: Plan, span: TimeSpan): Parts {
  const place = edgeOf(span, "older");
  for await (const group of firstKeys(plan, { place, direction: "older" })) {
    // Whoever goes through the parts ends then: time is over.
    if (group.length === 0) yield { span, seqs: [] };
    const times = group.map(({ at }) => at.getTime());
    const seqs = group.map(({ seq }) => String(seq));
    const from = new Date(Math.min(...times));
    const to = new Date(Math.max(...times) + 1);
    yield* seqParts({ from, to }, seqs);
  }
}

// A number that was asked for twice must not be in two parts.
async function* seqParts(span: TimeSpan, all: readonly string[]): Parts {
  const seqs = [...new Set(all.map((seq) => String(BigInt(seq))))];
  let size = seqs.length;
  for (let at = 0; at < seqs.length;) {
    const some = seqs.slice(at, at + size);
    if ((yield { span, seqs: some }) === Infinity) size = smaller(some.length);
    else at += some.length;
  }
}

/** What became of a part: `again` when there was not enough time for so much, `end` when no more is wanted. */
type Worked = "done" | "again" | "end";

/** Goes through the parts while there is time and more is wanted; false when not all were gone through. */
export async function throughParts(
  { snapshot }: Plan,
  parts: Parts,
  work: (part: Part) => Promise<Worked>,
): Promise<boolean> {
  let next = await parts.next();
  while (next.done !== true) {
    if (isOver(snapshot)) return false;
    const started = performance.now();
    const worked = await work(next.value);
    if (worked === "end") {
      await parts.return();
      return false;
    }
    next = await parts.next(worked === "done" ? performance.now() - started : Infinity);
  }
  return true;
}

/** The span in pieces that grow while they are answered quickly; their ends are whole steps apart. */
export async function* timeParts(part: Part, stepMs = 1): Parts {
  let { span } = part;
  let widthMs = Math.max(stepMs, HOUR_MS);
  while (!isEmpty(span)) {
    const from = new Date(Math.max(span.from.getTime(), span.to.getTime() - widthMs));
    const tookMs = (yield { ...part, span: { from, to: span.to } }) ?? 0;
    if (tookMs < QUICK_MS) widthMs *= 4;
    if (tookMs > SLOW_MS) widthMs = Math.max(Math.round(widthMs / 2), stepMs);
    if (tookMs === Infinity) widthMs = Math.max(smaller(widthMs), stepMs);
    else span = { from: span.from, to: from };
  }
}

/** Rows that are in no block and in no count. */
export async function* looseParts({ snapshot }: Plan, within: TimeSpan): Parts {
  const { indexedSeq, lastSeq } = snapshot;
  const span = await looseSpan(snapshot, within);
  if (span === null) return;
  let rows = FIRST_ROWS;
  for (let above = indexedSeq; above < lastSeq;) {
    const end = above + BigInt(rows);
    const upTo = end < lastSeq ? end : lastSeq;
    const tookMs = (yield { span, above, upTo }) ?? 0;
    if (tookMs !== Infinity) above = upTo;
    rows = tookMs === Infinity ? smaller(rows) : nextSize(rows, { tookMs, max: MAX_ROWS });
  }
}

async function* blockParts(
  plan: Plan,
  { span, terms }: { span: TimeSpan; terms: number[][] },
): Parts {
  const { snapshot, equal } = plan;
  const candidates = await openCandidates(snapshot, {
    ...{ terms, span, direction: "older", tellsNarrow: equal !== null },
  });
  let size = FIRST_GROUP;
  for (;;) {
    const { group, next } = await takeCandidates(candidates, size);
    // Without any when time was over before one was found: whoever goes through the parts ends then.
    if (group.length > 0 || next !== null) {
      const part = { span, blocks: group, upTo: snapshot.indexedSeq, equal };
      const tookMs = (yield part) ?? 0;
      if (tookMs === Infinity) {
        giveBack(candidates, group);
        size = smaller(group.length);
        continue;
      }
      size = nextSize(size, { tookMs, max: MAX_GROUP });
    }
    if (next === null) return;
  }
}

/** The rows of a part as an item of FROM, named `e`. */
export function partSql(plan: Plan, part: Part, params: Params): string {
  const { span, above, upTo, blocks, spans, equal, seqs } = part;
  if (blocks !== undefined) return blocksSql(plan.snapshot, { ...part, blocks }, params);
  if (spans !== undefined) return spansSql(plan.snapshot, { ...part, spans }, params);
  const scope = scopeSql(plan, span, params);
  if (above !== undefined) scope.push(`e.seq > ${params.add(above, "bigint")}`);
  if (upTo !== undefined) scope.push(`e.seq <= ${params.add(upTo, "bigint")}`);
  if (seqs !== undefined) scope.push(`e.seq = ANY(${params.add(seqs, "bigint[]")})`);
  if (equal) scope.push(`e.${equal.column} = ${params.add(equal.id, "integer")}`);
  return `(SELECT * FROM entry e WHERE ${scope.join(" AND ")} OFFSET 0) AS e`;
}

function scopeSql({ snapshot }: Plan, span: TimeSpan, params: Params): string[] {
  return [
    `e.portal_id = ${params.add(snapshot.portalId, "bigint")}`,
    `e.at >= ${params.add(span.from, "timestamptz")}`,
    `e.at < ${params.add(span.to, "timestamptz")}`,
  ];
}
