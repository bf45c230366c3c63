import type { PortalCtx } from "../../ctx.ts";
import { NUMBERED_OF, runCompiled } from "../../db/index.ts";
import { listGone } from "./list-leaves.ts";
import { mergeRuns, type Run } from "./removed-runs.ts";

interface Span {
  first: bigint;
  last: bigint;
}

/**
 * Removed numbers that touch a span, whole runs, sorted. To be read after the rows: what was removed in between is
 * then found among the removed, first in a table on its way out, then among the recorded runs.
 */
export async function removedBetween(ctx: PortalCtx, span: Span): Promise<Run[]> {
  const leaving: Run[] = [];
  for (const { table } of await listGone(ctx.db)) {
    leaving.push(...(await runsOfLeaving(ctx, { ...span, table })));
  }
  const recorded = await ctx.db.$queryRaw<Run[]>`
    SELECT first_seq AS first, last_seq AS last, encode(last_hash, 'hex') AS hash
    FROM entry_removed
    WHERE portal_id = ${ctx.portalId} AND last_seq >= ${span.first} AND first_seq <= ${span.last}
      AND first_seq >= coalesce((SELECT max(first_seq) FROM entry_removed
        WHERE portal_id = ${ctx.portalId} AND first_seq <= ${span.first}), ${span.first})`;
  return mergeRuns([...recorded, ...leaving]);
}

// One that was dropped in between has all its numbers among the recorded runs, which are read after it.
async function runsOfLeaving(ctx: PortalCtx, input: Span & { table: string }): Promise<Run[]> {
  try {
    return await runsOf(ctx, input);
  } catch (error) {
    const left = await listGone(ctx.db);
    if (left.some(({ table }) => table === input.table)) throw error;
    return [];
  }
}

async function runsOf(ctx: PortalCtx, input: Span & { table: string }): Promise<Run[]> {
  const text = `SELECT first, last, encode(hash, 'hex') AS hash FROM (${runsText(input.table)}) run`;
  return runCompiled<Run>(ctx.db, { text, values: [ctx.portalId, input.first, input.last] });
}

/** Runs of consecutive numbers in a table of entries; parameters: portal, first and last number. */
export function runsText(table: string): string {
  return `SELECT min(seq) AS first, max(seq) AS last, (array_agg(hash ORDER BY seq DESC))[1] AS hash
    FROM (SELECT seq, hash, seq - row_number() OVER (ORDER BY seq) AS run FROM ${table}
      WHERE portal_id = ${NUMBERED_OF} AND seq >= $2::bigint AND seq <= $3::bigint) numbered
    GROUP BY run`;
}
