import { not, type Node } from "../../filter/index.ts";
import { makePlan, type Plan } from "../search/plan.ts";
import type { Snapshot } from "../search/snapshot.ts";
import { learn, type Known } from "./known.ts";
import { narrow } from "./narrow.ts";
import { isNever, lowest, type PickQuery } from "./row-test.ts";
import { testSql } from "./row-sql.ts";

// Stands for a condition of which the blocks know nothing.
const UNKNOWN: Node = not({ kind: "text", pattern: [""] });

export interface Picking {
  plan: Plan;
  /** Only numbers above have to be looked at. */
  above: bigint;
  known: Known;
}

/** A search whose rows are told by the test, and whose ways to them by what the blocks can tell of it. */
export async function makePicking(
  snapshot: Snapshot,
  query: PickQuery,
  withTypes = false,
): Promise<Picking> {
  const { test, from, to } = query;
  const known = await learn(snapshot, { test, withTypes });
  const isPlain = test.kind === "all" && test.items.length === 0;
  const near = narrow(test);
  const clock = { now: snapshot.now, zone: "UTC" };
  const view = { printed: "", faults: [] };
  const plan = await makePlan(snapshot, { node: near, clock, from, to, view });
  return {
    known,
    above: lowest(test),
    plan: {
      ...plan,
      isNever: plan.isNever || isNever(test),
      node: near ?? (isPlain ? null : UNKNOWN),
      test: (params) => testSql(test, { known, params }),
    },
  };
}
