import type { Node } from "../../filter/index.ts";
import { cellUser } from "../blocks/cell-values.ts";
import { openParams, type Params } from "./params.ts";
import type { Plan } from "./plan.ts";
import { ask } from "./snapshot.ts";
import { compileTest } from "./target.ts";

/** A condition that is a part of the plan's, on rows `e`. */
export function partTest({ snapshot, lookups }: Plan, node: Node | null, params: Params): string {
  const clock = { now: snapshot.now, zone: "UTC" };
  const { portalId } = snapshot;
  return compileTest(node, { clock, portalId, find: lookups.find, params });
}

/** Those of the users, as they are packed, that the condition holds for. */
export async function findUsers(
  plan: Plan,
  input: { node: Node; users: Iterable<number> },
): Promise<Set<number>> {
  const cells = [...input.users];
  const ids = cells.map(cellUser);
  const params = openParams();
  const known = params.add(
    ids.filter((id) => id !== null),
    "integer[]",
  );
  const nobody = "SELECT NULL::integer AS user_id";
  const text = `SELECT e.user_id FROM (SELECT unnest(${known}) AS user_id UNION ALL ${nobody}) AS e
    WHERE ${partTest(plan, input.node, params)}`;
  const rows = await ask<{ user_id: number | null }>(plan.snapshot, text, params);
  const found = new Set(rows.map((row) => row.user_id));
  return new Set(cells.filter((_, at) => found.has(ids[at] ?? null)));
}
