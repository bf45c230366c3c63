import type { PortalCtx } from "../../ctx.ts";
import { NUMBERED_OF, runCompiled } from "../../db/index.ts";
import { canBeRemoved } from "./can-be-removed.ts";
import { lastMonth, listGone } from "./list-leaves.ts";
import { monthOf } from "./months.ts";
import { mergeRuns, type Run } from "./removed-runs.ts";

interface Span {
  first: bigint;
  last: bigint;
}

/** What verification finds where entries should be. */
export interface FoundRun extends Run {
  /** Retention cannot have removed these: they are gone for another reason. */
  isMadeUp: boolean;
}

type RecordedRun = Run & { keep: number; month: Date; removedAt: Date };

/**
 * Removed numbers that touch a span, whole runs, sorted. To be read after the rows: what was removed in between is
 * then found among the removed, first in a table on its way out, then among the recorded runs.
 */
export async function removedBetween(ctx: PortalCtx, span: Span): Promise<FoundRun[]> {
  const now = ctx.now();
  const leaving: FoundRun[] = [];
  for (const leaf of await listGone(ctx.db)) {
    const isMadeUp = !canBeRemoved({ ...leaf, month: lastMonth(leaf), removedAt: now }, now);
    const runs = await runsOfLeaving(ctx, { ...span, table: leaf.table });
    leaving.push(...runs.map((run) => ({ ...run, isMadeUp })));
  }
  const recorded = await ctx.db.$queryRaw<RecordedRun[]>`
    SELECT first_seq AS first, last_seq AS last, encode(last_hash, 'hex') AS hash, keep, month,
      removed_at AS "removedAt"
    FROM entry_removed
    WHERE portal_id = ${ctx.portalId} AND last_seq >= ${span.first} AND first_seq <= ${span.last}
      AND first_seq >= coalesce((SELECT max(first_seq) FROM entry_removed
        WHERE portal_id = ${ctx.portalId} AND first_seq <= ${span.first}), ${span.first})`;
  const all = [...recorded.map((run) => toFound(run, now)), ...leaving];
  const removed = mergeRuns(all.filter(({ isMadeUp }) => !isMadeUp));
  return [
    ...removed.map((run) => ({ ...run, isMadeUp: false })),
    ...all.filter(({ isMadeUp }) => isMadeUp),
  ].toSorted((one, other) => Number(one.first - other.first));
}

// Of a run that was joined, and of a year, the record names one month: all of it was over before the record was made.
function toFound({ first, last, hash, ...record }: RecordedRun, now: Date): FoundRun {
  const month = monthOf(record.month);
  return { first, last, hash, isMadeUp: !canBeRemoved({ ...record, month }, now) };
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
