import type { PortalCtx } from "../../ctx.ts";
import { readHead } from "../keep/chain-ends.ts";
import { countPlan } from "./count-entries.ts";
import { readExportQuery, type ExportQuery } from "./export-entries.ts";
import { findKeys } from "./find-keys.ts";
import { readGroups } from "./order-groups.ts";
import { byValue } from "./order.ts";
import { makePlan, type Plan } from "./plan.ts";
import type { QueryView } from "./read-query.ts";
import { inSnapshot } from "./snapshot.ts";

export interface ExportMeasure {
  /** How many entries meet the query; null when that could not be counted in time. */
  total: number | null;
  /** The end of the archive that the count belongs to. */
  head: { seq: bigint; hash: string };
  /** The range in absolute times; null where it is open. */
  from: Date | null;
  to: Date | null;
  query: QueryView;
}

/** What an export will hold: all of it is counted, at one state of the archive. */
export async function measureExport(ctx: PortalCtx, input: ExportQuery): Promise<ExportMeasure> {
  const query = readExportQuery(ctx, input);
  const { from, to, view } = query;
  const value = byValue(input.order);
  // Refused now rather than when the file is written; with as much time as each of its pages has.
  if (value !== null) {
    await inSnapshot(ctx, { isCounting: true }, async (snapshot) =>
      readGroups(snapshot, { query, name: value.name }),
    );
  }
  return inSnapshot(ctx, { isCounting: true }, async (snapshot) => {
    const head = await readHead(snapshot);
    const total = await count(await makePlan(snapshot, query));
    return { total, head, from, to, query: view };
  });
}

async function count(plan: Plan): Promise<number | null> {
  if (plan.seqs !== null) {
    // Picked entries are found one by one, sooner than anything is counted.
    const wanted = plan.seqs.length + 1;
    return (await findKeys(plan, { place: null, direction: "older", wanted })).keys.length;
  }
  const { total, isExact } = await countPlan(plan, Infinity);
  return isExact ? total : null;
}
