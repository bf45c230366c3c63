import type { Params } from "./params.ts";
import type { Part } from "./parts.ts";
import type { TimeSpan } from "./place.ts";
import type { Snapshot } from "./snapshot.ts";

/** The rows of several spans of time in one statement, as an item of FROM named `e`. */
export function spansSql(
  { portalId }: Snapshot,
  { spans, upTo, equal }: Part & { spans: readonly TimeSpan[] },
  params: Params,
): string {
  const lows = spans.map(({ from }) => from);
  const highs = spans.map(({ to }) => to);
  const both = `${params.add(lows, "timestamptz[]")}, ${params.add(highs, "timestamptz[]")}`;
  const where = [
    `e.portal_id = ${params.add(portalId, "bigint")}`,
    "e.at >= s.low AND e.at < s.high",
  ];
  if (upTo !== undefined) where.push(`e.seq <= ${params.add(upTo, "bigint")}`);
  if (equal) where.push(`e.${equal.column} = ${params.add(equal.id, "integer")}`);
  return `(SELECT e.* FROM unnest(${both}) AS s (low, high) CROSS JOIN LATERAL (
      SELECT * FROM entry e WHERE ${where.join(" AND ")} OFFSET 0
    ) AS e) AS e`;
}
