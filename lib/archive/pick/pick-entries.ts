import type { PortalCtx } from "../../ctx.ts";
import { openParams } from "../search/params.ts";
import { partSql, throughParts } from "../search/parts.ts";
import type { EntryKey } from "../search/place.ts";
import { askStep, inSnapshot } from "../search/snapshot.ts";
import type { Known } from "./known.ts";
import { partsAbove } from "./parts-above.ts";
import { pickKeys } from "./pick-keys.ts";
import { makePicking } from "./pick-plan.ts";
import { loadPicked, type RowShape } from "./pick-rows.ts";
import type { PickQuery, SortItem } from "./row-test.ts";
import { readsTypes } from "./value-sql.ts";

export interface PickInput extends PickQuery, RowShape {
  /** Ends with `seq`. */
  order: readonly SortItem[];
  /** At most so many, and so many only as fit into memory as keys. */
  limit: number;
}

export type Picked =
  | { isInTime: false }
  | {
      isInTime: true;
      count: number;
      /** The entries in their order as JSON with commas between them, read page by page as they are asked for. */
      pages: AsyncIterable<string>;
    };

const EFFORT_MS = 12_000;
const PAGE_ROWS = 1_000;
const PAGE_PATIENCE_MS = 30_000;

/** Entries that pass a test, as one state of the archive has them. */
export async function pickEntries(ctx: PortalCtx, input: PickInput): Promise<Picked> {
  return inSnapshot(ctx, { effortMs: EFFORT_MS }, async (snapshot) => {
    const { fields, isKeyed } = input;
    const picking = await makePicking(snapshot, input, fields.some(readsTypes));
    const keys = await pickKeys(picking, { order: input.order, wanted: input.limit });
    if (keys === null) return { isInTime: false };
    const { known } = picking;
    const shape = { known, fields, isKeyed };
    const first = await loadPicked(snapshot, { ...shape, keys: keys.slice(0, PAGE_ROWS) });
    return { isInTime: true, count: keys.length, pages: pagesOf(ctx, { ...shape, first, keys }) };
  });
}

interface PagesInput extends RowShape {
  first: string;
  keys: readonly EntryKey[];
  known: Known;
}

async function* pagesOf(ctx: PortalCtx, input: PagesInput): AsyncGenerator<string> {
  const { first, keys, ...shape } = input;
  yield first;
  for (let start = PAGE_ROWS; start < keys.length; start += PAGE_ROWS) {
    const page = keys.slice(start, start + PAGE_ROWS);
    yield await inSnapshot(ctx, { patienceMs: PAGE_PATIENCE_MS }, (snapshot) =>
      loadPicked(snapshot, { ...shape, keys: page }),
    );
  }
}

/** How many entries pass a test; null when there was not enough time to tell. */
export async function countPicked(ctx: PortalCtx, query: PickQuery): Promise<number | null> {
  return inSnapshot(ctx, { effortMs: EFFORT_MS }, async (snapshot) => {
    const picking = await makePicking(snapshot, query);
    const { plan } = picking;
    let count = 0;
    const isWhole = await throughParts(plan, partsAbove(picking), async (part) => {
      const params = openParams();
      const from = partSql(plan, part, params);
      const text = `SELECT count(*) AS rows FROM ${from} WHERE ${plan.test(params)}`;
      const found = await askStep<{ rows: bigint }>(plan.snapshot, text, params);
      if (found === null) return "again";
      count += Number(found[0]?.rows ?? 0);
      return "done";
    });
    return isWhole ? count : null;
  });
}
