import { toLike, type Node } from "../../filter/index.ts";
import { termsOf } from "./block-terms.ts";
import { countedSpan } from "./counted.ts";
import { allParts, type Parts } from "./parts.ts";
import type { Equal, Plan } from "./plan.ts";
import { hasBlocks } from "./snapshot.ts";
import { countGroups } from "./tally-groups.ts";
import { DAY_MS, readPeriods } from "./tally-periods.ts";
import { toTallyQuery } from "./tally-query.ts";

// So many rows of an index are read in one statement.
const MAX_ROWS = 200_000;
// Fewer than these are read sooner than blocks are looked for.
const FEW_ROWS = 20_000;

/** All rows that may meet the query: of one user or type at once where they are few enough. */
export async function* rowParts(plan: Plan): Parts {
  const found =
    plan.seqs === null && !plan.isFirst && !plan.isNever ? await fewestRows(plan) : null;
  if (found !== null && found.count <= (needsBlocks(plan) ? FEW_ROWS : MAX_ROWS)) {
    const tookMs = yield { span: { from: plan.from, to: plan.to }, equal: found.equal };
    if (tookMs !== Infinity) return;
  }
  yield* allParts(plan);
}

// One condition alone is answered by its index.
function needsBlocks(plan: Plan): boolean {
  const isOnlyEqual = plan.equal !== null && plan.node?.kind === "field";
  return hasBlocks(plan.snapshot) && !isOnlyEqual && termsOf(plan) !== null;
}

interface Found {
  equal: Equal;
  /** Entries with that value. */
  count: number;
}

/** The condition by an index of its own that leaves the fewest rows. */
async function fewestRows(plan: Plan): Promise<Found | null> {
  const days = countedSpan(plan, DAY_MS);
  if (days === null || plan.equal === null) return null;
  const periods = await readPeriods(plan.snapshot, days);
  const wants = { users: false, addresses: false };
  const loose = Number(plan.snapshot.lastSeq - plan.snapshot.indexedSeq);
  const found: Found[] = [];
  for (const { node, equal } of equalNodes(plan)) {
    const query = toTallyQuery(node);
    if (query === null) continue;
    const counted = await countGroups(plan, { periods, query, wants });
    if (counted === null) continue;
    found.push({ equal, count: counted.groups.reduce((sum, { count }) => sum + count, loose) });
  }
  return found.toSorted((one, other) => one.count - other.count)[0] ?? null;
}

/** The plan's own and, where that is about a user, one about a type. */
function equalNodes({ node, equal, lookups }: Plan): { node: Node; equal: Equal }[] {
  const items = node?.kind === "and" ? node.items : node === null ? [] : [node];
  return items.flatMap((item) => {
    if (item.kind !== "field") return [];
    if (item.field === "user" && equal?.column === "user_id") return [{ node: item, equal }];
    if (item.field !== "type" || item.test.kind !== "equals") return [];
    const likes = item.test.values.map((value) => toLike(value, true));
    const ids = lookups.find({ source: "type", likes }) ?? [];
    const [id] = ids;
    return ids.length === 1 && id !== undefined
      ? [{ node: item, equal: { column: "type_id" as const, id, terms: [] } }]
      : [];
  });
}
