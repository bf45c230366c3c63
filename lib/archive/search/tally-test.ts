import type { Node } from "../../filter/index.ts";
import { cellUser } from "../blocks/cell-values.ts";
import { askInParts } from "./ask-in-parts.ts";
import type { Params } from "./params.ts";
import type { Plan } from "./plan.ts";
import { compileTest } from "./target.ts";

/** A condition that is a part of the plan's, on rows `e`. */
export function partTest({ snapshot, lookups }: Plan, node: Node | null, params: Params): string {
  const clock = { now: snapshot.now, zone: "UTC" };
  const { portalId } = snapshot;
  return compileTest(node, { clock, portalId, find: lookups.find, params });
}

/** Those of the users, as they are packed, that the condition holds for; null when there was no time to tell. */
export async function findUsers(
  plan: Plan,
  input: { node: Node; users: Iterable<number> },
): Promise<Set<number> | null> {
  const cells = [...input.users];
  const ids = cells.map(cellUser);
  const rows = await askInParts<number | null, { user_id: number | null }>(plan.snapshot, {
    items: [null, ...ids.filter((id) => id !== null)],
    toText: (some, params) =>
      `SELECT e.user_id FROM unnest(${params.add(some, "integer[]")}) AS e (user_id)
        WHERE ${partTest(plan, input.node, params)}`,
  });
  if (rows === null) return null;
  const found = new Set(rows.map((row) => row.user_id));
  return new Set(cells.filter((_, at) => found.has(ids[at] ?? null)));
}
