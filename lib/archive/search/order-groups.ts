import { invalidInput, type AppError } from "../../errors.ts";
import { cellAddress } from "../blocks/cell-values.ts";
import { AddressCounts } from "./address-counts.ts";
import { askInParts } from "./ask-in-parts.ts";
import type { Tally } from "./bound-tally.ts";
import { tallyFields } from "./facet-tally.ts";
import { fieldOfOrder, groupValue, rankOf, type OrderGroup } from "./order-group.ts";
import type { ValueOrder } from "./order.ts";
import { makePlan } from "./plan.ts";
import type { SearchQuery } from "./read-query.ts";
import { type Snapshot } from "./snapshot.ts";

export interface CountedGroup extends OrderGroup {
  /** Entries of the query in it. */
  count: number;
}

/** Groups that one reader goes through: they are counted again only when entries have come since. */
export interface KeptGroups {
  known: { lastSeq: bigint; groups: CountedGroup[] } | null;
}

/** All values that entries of the query have; counts are those of the snapshot, or higher where some went since. */
export async function keptGroups(
  snapshot: Snapshot,
  { kept, ...asked }: { query: SearchQuery; name: ValueOrder; kept: KeptGroups },
): Promise<CountedGroup[]> {
  const { lastSeq } = snapshot;
  if (kept.known?.lastSeq !== lastSeq) {
    kept.known = { lastSeq, groups: await readGroups(snapshot, asked) };
  }
  return kept.known.groups;
}

// Making texts of more would hold up everybody else.
const MAX_GROUPS = 100_000;
// The rest of the effort is for finding the entries.
const SHARE_OF_EFFORT = 0.6;

/** All values that entries of the query have, with how many of them have it. */
export async function readGroups(
  snapshot: Snapshot,
  { query, name }: { query: SearchQuery; name: ValueOrder },
): Promise<CountedGroup[]> {
  const effortMs = (snapshot.deadline - performance.now()) * SHARE_OF_EFFORT;
  const deadline = performance.now() + effortMs;
  const plan = await makePlan({ ...snapshot, deadline }, query);
  if (plan.isNever) return [];
  const [found] = await tallyFields(plan, [{ name: fieldOfOrder(name), path: [] }]);
  if (found?.isExact !== true) throw orderTooWide();
  const counts = mergedCounts(name, await storedCounts(snapshot, { name, tally: found.tally }));
  return [...counts].map(([value, count]) => ({ value, count, rank: rankOf(name, value) }));
}

function mergedCounts(name: ValueOrder, stored: Tally): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [text, count] of stored) {
    const value = groupValue(name, text);
    counts.set(value, (counts.get(value) ?? 0) + count);
  }
  return counts;
}

async function storedCounts(
  snapshot: Snapshot,
  { name, tally }: { name: ValueOrder; tally: Tally | AddressCounts },
): Promise<Tally> {
  if (tally instanceof AddressCounts) {
    if (tally.size > MAX_GROUPS) throw orderTooWide();
    return new Map(tally.from(0).map(([cell, count]) => [cellAddress(cell), count]));
  }
  if (tally.size > MAX_GROUPS) throw orderTooWide();
  return name === "user" ? tally : withTexts(snapshot, tally);
}

/** Rows hold numbers of texts. */
async function withTexts(snapshot: Snapshot, tally: Tally): Promise<Tally> {
  const rows = await askInParts<string, { id: number; value: string }>(snapshot, {
    items: [...tally.keys()].filter((id) => id !== null),
    toText: (some, params) => `SELECT id, value FROM entry_text
      WHERE portal_id = ${params.add(snapshot.portalId, "bigint")}
        AND id = ANY(${params.add(some, "integer[]")})`,
  });
  if (rows === null) throw orderTooWide();
  return new Map(rows.map(({ id, value }) => [value, tally.get(String(id)) ?? 0]));
}

/** The message is a code: doors give it on as it is. */
function orderTooWide(): AppError {
  return invalidInput("order_too_wide", [
    { at: "order", message: "needs a shorter range or further conditions: there was no time" },
  ]);
}
