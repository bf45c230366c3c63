import { z } from "zod";
import type { PortalCtx } from "../../ctx.ts";
import { parseInput } from "../entry-filter.ts";
import type { EntryView, UserView } from "../entry-view.ts";
import { entryNumber } from "./find-entry.ts";
import { loadEntries, loadUsers } from "./load-entries.ts";
import { openParams } from "./params.ts";
import type { EntryKey } from "./place.ts";
import { makePlan, type Plan } from "./plan.ts";
import { QueryInput, readQuery, type QueryView } from "./read-query.ts";
import { askStep, inSnapshot, isOver } from "./snapshot.ts";
import { nextSize, smaller } from "./step-size.ts";

const blank = (value: unknown): unknown => (value === "" ? undefined : value);

export const AfterInput = QueryInput.extend({
  /** Only entries stored behind this one; from the first when left out. */
  after: z.preprocess(blank, entryNumber.default("0")),
  limit: z.preprocess(blank, z.coerce.number().int().min(1).max(2_000).default(500)),
  effortMs: z.number().int().positive().optional(),
});
export type AfterInput = z.input<typeof AfterInput>;

export interface EntriesAfter {
  /** In the order in which they were stored, late ones of earlier times among them. */
  items: EntryView[];
  users: Record<string, UserView>;
  /** Ask with `after` set to this next time. */
  lastSeq: string;
  /** More is stored already. */
  hasMore: boolean;
  query: QueryView;
}

const [FIRST_ROWS, MAX_ROWS] = [1_000, 20_000];

/** What was stored after an entry: each entry once, whatever its time, never one that is not committed. */
export async function entriesAfter(ctx: PortalCtx, input: AfterInput): Promise<EntriesAfter> {
  const { limit, effortMs, ...read } = parseInput(AfterInput, input);
  const query = readQuery(ctx, read);
  return inSnapshot(ctx, { effortMs }, async (snapshot) => {
    const after = BigInt(read.after);
    const nothing = { keys: [], lastSeq: after };
    const isNew = after < snapshot.lastSeq;
    const found = isNew ? await readAfter(await makePlan(snapshot, query), after, limit) : nothing;
    const items = await loadEntries(snapshot, found.keys);
    const users = await loadUsers(snapshot, items);
    const lastSeq = String(found.lastSeq);
    const hasMore = found.lastSeq < snapshot.lastSeq;
    return { items, users, lastSeq, hasMore, query: query.view };
  });
}

/** What meets the query behind a number, in the order of numbers, as far as there is time. */
export async function readAfter(
  plan: Plan,
  after: bigint,
  limit: number,
): Promise<{ keys: EntryKey[]; lastSeq: bigint }> {
  const { snapshot } = plan;
  const keys: EntryKey[] = [];
  if (plan.isNever) return { keys, lastSeq: snapshot.lastSeq };
  let low = after;
  let rows = FIRST_ROWS;
  while (low < snapshot.lastSeq) {
    const end = low + BigInt(rows);
    const high = end < snapshot.lastSeq ? end : snapshot.lastSeq;
    const started = performance.now();
    const found = await readBetween(plan, { low, high, limit: limit - keys.length });
    keys.push(...(found ?? []));
    const last = keys.at(-1);
    if (keys.length === limit && last !== undefined) return { keys, lastSeq: last.seq };
    if (found !== null) low = high;
    const tookMs = performance.now() - started;
    rows = found === null ? smaller(rows) : nextSize(rows, { tookMs, max: MAX_ROWS });
    if (isOver(snapshot)) break;
  }
  return { keys, lastSeq: low };
}

/** Null when there was not enough time for so many. */
async function readBetween(
  plan: Plan,
  { low, high, limit }: { low: bigint; high: bigint; limit: number },
): Promise<EntryKey[] | null> {
  const params = openParams();
  const text = `SELECT e.at, e.seq FROM (
      SELECT * FROM entry e WHERE e.portal_id = ${params.add(plan.snapshot.portalId, "bigint")}
        AND e.seq > ${params.add(low, "bigint")} AND e.seq <= ${params.add(high, "bigint")}
        AND e.at >= ${params.add(plan.from, "timestamptz")}
        AND e.at < ${params.add(plan.to, "timestamptz")} OFFSET 0
    ) AS e WHERE ${plan.test(params)} ORDER BY e.seq LIMIT ${limit}`;
  return askStep<EntryKey>(plan.snapshot, text, params);
}
