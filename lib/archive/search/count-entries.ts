import { z } from "zod";
import type { PortalCtx } from "../../ctx.ts";
import { parseInput } from "../entry-filter.ts";
import { fieldsOf, tableFor } from "./counted.ts";
import { makePlan, type Plan } from "./plan.ts";
import { QueryInput, readQuery } from "./read-query.ts";
import { inSnapshot } from "./snapshot.ts";
import { throughSources } from "./sources.ts";

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
  return inSnapshot(ctx, { effortMs }, async (snapshot) => count(await makePlan(snapshot, query)));
}

async function count(plan: Plan): Promise<EntryCount> {
  let total = 0;
  const table = tableFor(fieldsOf(plan.node));
  const { isWhole } = await throughSources<{ total: bigint | null }>(plan, {
    table,
    toText: (from, params) =>
      `SELECT sum(e.n)::bigint AS total FROM ${from} WHERE ${plan.test(params)}`,
    take: ([row]) => {
      total += Number(row?.total ?? 0);
      return total <= MAX_TOTAL || table !== null;
    },
  });
  return isWhole ? { total, isExact: true } : { total: Math.min(total, MAX_TOTAL), isExact: false };
}
