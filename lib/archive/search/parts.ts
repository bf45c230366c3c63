import { termsOf } from "./block-terms.ts";
import { readCandidates, reachOf, type Block, type BlockPlace } from "./candidates.ts";
import type { Params } from "./params.ts";
import { isEmpty, type TimeSpan } from "./place.ts";
import type { Equal, Plan } from "./plan.ts";
import { hasBlocks, isOver } from "./snapshot.ts";
import { spansSql } from "./spans-part.ts";

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

/** Takes back how long the part took, so that the next one is as wide as time allows. */
export type Parts = AsyncGenerator<Part, void, number | undefined>;

const CANDIDATES = 5_000;
const GROUP = 128;
const ROWS_AT_ONCE = 20_000n;
const DAY_MS = 86_400_000;
const [QUICK_MS, SLOW_MS] = [120, 500];

/** All rows that may meet the query, newest first as far as that is known. */
export async function* allParts(plan: Plan): Parts {
  const span = { from: plan.from, to: plan.to };
  if (plan.isNever) return;
  if (plan.seqs !== null) {
    yield { span, seqs: plan.seqs };
    return;
  }
  const isOnlyEqual = plan.equal !== null && plan.node?.kind === "field";
  const terms = hasBlocks(plan.snapshot) && !isOnlyEqual ? termsOf(plan) : null;
  if (terms === null) yield* timeParts({ span, equal: plan.equal });
  else {
    yield* looseParts(plan, span);
    yield* blockParts(plan, { span, terms });
  }
}

/** Goes through the parts while there is time; false when there was not enough of it. */
export async function throughParts(
  { snapshot }: Plan,
  parts: Parts,
  work: (part: Part) => Promise<void>,
): Promise<boolean> {
  let next = await parts.next();
  while (next.done !== true) {
    if (isOver(snapshot)) return false;
    const started = performance.now();
    await work(next.value);
    next = await parts.next(performance.now() - started);
  }
  return true;
}

/** The span in pieces that grow while they are answered quickly; their ends are whole steps apart. */
export async function* timeParts(part: Part, stepMs = 1): Parts {
  let { span } = part;
  let widthMs = DAY_MS;
  while (!isEmpty(span)) {
    const from = new Date(Math.max(span.from.getTime(), span.to.getTime() - widthMs));
    const tookMs = (yield { ...part, span: { from, to: span.to } }) ?? 0;
    if (tookMs < QUICK_MS) widthMs *= 4;
    if (tookMs > SLOW_MS) widthMs = Math.max(Math.round(widthMs / 2), stepMs);
    span = { from: span.from, to: from };
  }
}

/** Rows that are in no block and in no count. */
export async function* looseParts({ snapshot }: Plan, span: TimeSpan): Parts {
  const { indexedSeq, lastSeq } = snapshot;
  for (let above = indexedSeq; above < lastSeq; above += ROWS_AT_ONCE) {
    const upTo = above + ROWS_AT_ONCE < lastSeq ? above + ROWS_AT_ONCE : lastSeq;
    yield { span, above, upTo };
  }
}

async function* blockParts(
  plan: Plan,
  { span, terms }: { span: TimeSpan; terms: number[][] },
): Parts {
  if (terms.length === 0) return;
  let after: BlockPlace = null;
  for (;;) {
    const direction = "older" as const;
    const input = { terms, span, direction, after, limit: CANDIDATES };
    const blocks: Block[] = await readCandidates(plan.snapshot, input);
    for (let at = 0; at < blocks.length; at += GROUP) {
      yield { span, blocks: blocks.slice(at, at + GROUP), upTo: plan.snapshot.indexedSeq };
    }
    const last = blocks.at(-1);
    if (last === undefined || blocks.length < CANDIDATES) return;
    after = { at: reachOf(last, direction), firstSeq: last.firstSeq };
  }
}

/** The rows of a part as an item of FROM, named `e`. */
export function partSql(plan: Plan, part: Part, params: Params): string {
  const { span, above, upTo, blocks, spans, equal, seqs } = part;
  if (blocks !== undefined) return blocksSql(plan, { ...part, blocks }, params);
  if (spans !== undefined) return spansSql(plan.snapshot, { ...part, spans }, params);
  const scope = scopeSql(plan, span, params);
  if (above !== undefined) scope.push(`e.seq > ${params.add(above, "bigint")}`);
  if (upTo !== undefined) scope.push(`e.seq <= ${params.add(upTo, "bigint")}`);
  if (seqs !== undefined) scope.push(`e.seq = ANY(${params.add(seqs, "bigint[]")})`);
  if (equal) scope.push(`e.${equal.column} = ${params.add(equal.id, "integer")}`);
  return `(SELECT * FROM entry e WHERE ${scope.join(" AND ")} OFFSET 0) AS e`;
}

// Inside, whole months only: a narrower time would make the index by time look cheaper than the one by number.
function blocksSql(
  plan: Plan,
  { span, blocks, upTo }: Part & { blocks: readonly Block[] },
  params: Params,
): string {
  const near = spanOf(blocks, span);
  const firsts = blocks.map(({ firstSeq }) => firstSeq);
  const lasts = blocks.map(({ lastSeq }) =>
    upTo !== undefined && lastSeq > upTo ? upTo : lastSeq,
  );
  const both = `${params.add(firsts, "bigint[]")}, ${params.add(lasts, "bigint[]")}`;
  return `(SELECT e.* FROM unnest(${both}) AS b(first_seq, last_seq) CROSS JOIN LATERAL (
      SELECT * FROM entry e WHERE ${scopeSql(plan, wholeMonths(near), params).join(" AND ")}
        AND e.seq >= b.first_seq AND e.seq <= b.last_seq OFFSET 0
    ) AS e WHERE e.at >= ${params.add(near.from, "timestamptz")}
      AND e.at < ${params.add(near.to, "timestamptz")}) AS e`;
}

function scopeSql({ snapshot }: Plan, span: TimeSpan, params: Params): string[] {
  return [
    `e.portal_id = ${params.add(snapshot.portalId, "bigint")}`,
    `e.at >= ${params.add(span.from, "timestamptz")}`,
    `e.at < ${params.add(span.to, "timestamptz")}`,
  ];
}

function wholeMonths({ from, to }: TimeSpan): TimeSpan {
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth());
  return {
    from: new Date(first),
    to: new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1)),
  };
}

/** The part of the span that the blocks reach into. */
export function spanOf(blocks: readonly Block[], span: TimeSpan): TimeSpan {
  const from = Math.min(...blocks.map(({ lowAt }) => lowAt.getTime()));
  const to = Math.max(...blocks.map(({ highAt }) => highAt.getTime())) + 1;
  return {
    from: new Date(Math.max(span.from.getTime(), from)),
    to: new Date(Math.min(span.to.getTime(), to)),
  };
}
