import type { Block } from "./candidate-blocks.ts";
import type { Params } from "./params.ts";
import type { Part } from "./parts.ts";
import type { TimeSpan } from "./place.ts";
import type { Snapshot } from "./snapshot.ts";

type BlocksPart = Part & { blocks: readonly Block[] };

/** The rows of blocks as an item of FROM named `e`; of narrow ones those with the value that all rows have. */
export function blocksSql(snapshot: Snapshot, part: BlocksPart, params: Params): string {
  const { blocks, span, upTo } = part;
  const near = spanOf(blocks, span);
  const months = wholeMonths(near);
  const scope = `e.portal_id = ${params.add(snapshot.portalId, "bigint")}
        AND e.at >= ${params.add(months.from, "timestamptz")}
        AND e.at < ${params.add(months.to, "timestamptz")}
        AND e.seq >= b.first_seq AND e.seq <= b.last_seq`;
  const equal = part.equal ?? null;
  const isShort = (block: Block): boolean => equal !== null && block.isNarrow;
  const short = blocks.filter(isShort);
  const other = blocks.filter((block) => !isShort(block));
  const items: string[] = [];
  const list = (some: readonly Block[], toCondition: () => string): void => {
    if (some.length === 0) return;
    items.push(`SELECT e.* FROM ${blockList(some, { params, upTo })} CROSS JOIN LATERAL (
        SELECT * FROM entry e WHERE ${scope}${toCondition()} OFFSET 0) AS e`);
  };
  // Whole months only: a narrower time would make the index by time look cheaper than the one by number.
  list(other, () => "");
  list(short, () =>
    equal === null
      ? ""
      : ` AND e.${equal.column} = ${params.add(equal.id, "integer")}
          AND e.at >= b.low_at AND e.at <= b.high_at`,
  );
  return `(SELECT * FROM (${items.join(" UNION ALL ")}) AS e
      WHERE e.at >= ${params.add(near.from, "timestamptz")}
        AND e.at < ${params.add(near.to, "timestamptz")}) AS e`;
}

/** An item of FROM named `b`. */
export function blockList(
  blocks: readonly Block[],
  { params, upTo }: { params: Params; upTo: bigint | undefined },
): string {
  const lasts = blocks.map(({ lastSeq }) =>
    upTo !== undefined && lastSeq > upTo ? upTo : lastSeq,
  );
  const columns = [
    params.add(
      blocks.map(({ firstSeq }) => firstSeq),
      "bigint[]",
    ),
    params.add(lasts, "bigint[]"),
    params.add(
      blocks.map(({ lowAt }) => lowAt),
      "timestamptz[]",
    ),
    params.add(
      blocks.map(({ highAt }) => highAt),
      "timestamptz[]",
    ),
  ];
  return `unnest(${columns.join(", ")}) AS b(first_seq, last_seq, low_at, high_at)`;
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
