import { z } from "zod";
import type { PortalCtx } from "../../ctx.ts";
import { parseInput } from "../entry-filter.ts";
import { countedSpan, edgesOf } from "./counted.ts";
import type { TimeSpan } from "./place.ts";
import { makePlan, type Plan } from "./plan.ts";
import { QueryInput, readQuery } from "./read-query.ts";
import { inSnapshot } from "./snapshot.ts";
import { throughRows } from "./sources.ts";
import { countTimes, QUARTER_MS } from "./tally-bars.ts";
import { countGroups } from "./tally-groups.ts";
import { DAY_MS, readPeriods } from "./tally-periods.ts";
import { toTallyQuery } from "./tally-query.ts";

export const CountInput = QueryInput.extend({ effortMs: z.number().int().positive().optional() });
export type CountInput = z.input<typeof CountInput>;

export interface EntryCount {
  total: number;
  /** False when there are more than `total`. */
  isExact: boolean;
}

const MAX_TOTAL = 100_000;

/** How many entries meet the query; rows are counted up to a hundred thousand. */
export async function countEntries(ctx: PortalCtx, input: CountInput): Promise<EntryCount> {
  const { effortMs, ...read } = parseInput(CountInput, input);
  const query = readQuery(ctx, read);
  return inSnapshot(ctx, { effortMs, isCounting: true }, async (snapshot) =>
    countPlan(await makePlan(snapshot, query), MAX_TOTAL),
  );
}

/** Rows that no count has are read up to a limit. */
export async function countPlan(plan: Plan, maxTotal: number): Promise<EntryCount> {
  const stored = await countStored(plan);
  let total = stored?.total ?? 0;
  const { isWhole } = await throughRows<{ total: number }>(plan, {
    uncounted: stored?.uncounted ?? null,
    toText: (from, params) =>
      `SELECT count(*)::float8 AS total FROM ${from} WHERE ${plan.test(params)}`,
    take: ([row]) => {
      total += row?.total ?? 0;
      return total <= maxTotal || stored !== null;
    },
  });
  return isWhole ? { total, isExact: true } : { total: Math.min(total, maxTotal), isExact: false };
}

interface Stored {
  total: number;
  /** What is left to be read from rows. */
  uncounted: TimeSpan[];
}

async function countStored(plan: Plan): Promise<Stored | null> {
  const query = toTallyQuery(plan.node);
  const span = query === null ? null : countedSpan(plan, query.users ? DAY_MS : QUARTER_MS);
  if (query === null || span === null) return null;
  const uncounted = edgesOf(plan, span);
  if (query.users === null) {
    const times = await countTimes(plan, { span, query, limits: [] });
    return times && { total: sum(times), uncounted };
  }
  const periods = await readPeriods(plan.snapshot, span);
  const wants = { users: false, addresses: false };
  const counted = await countGroups(plan, { periods, query, wants });
  return counted && { total: sum(counted.groups), uncounted };
}

function sum(counted: readonly { count: number }[]): number {
  return counted.reduce((total, { count }) => total + count, 0);
}
