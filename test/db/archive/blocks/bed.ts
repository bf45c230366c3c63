import { appendEntries, type EntryInput } from "../../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { runCompiled, type RootDb } from "../../../../lib/db/index.ts";
import { makePortal, testPortalCtx } from "../../../support/index.ts";
import { SeededRandom } from "../../../portal/random.ts";
import { completeRow, toItem } from "../../../portal/eventlog/log-row.ts";
import { drawRow } from "../../../portal/eventlog/row-source.ts";

export async function makePortalCtx(db: RootDb): Promise<PortalCtx> {
  const { portal } = await makePortal(db);
  return testPortalCtx(db, { portalId: portal.id });
}

const START = Date.UTC(2026, 10, 20, 22) / 1_000;

/** Entries as portals write them, some seconds after each other. */
export function drawEntries(
  count: number,
  input: { seed?: number; from?: number } = {},
): EntryInput[] {
  const random = new SeededRandom(input.seed ?? 1);
  const from = input.from ?? START;
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * 5;
    const item = toItem(completeRow(drawRow(random, at), { id: index + 1, at }), 60);
    const { id, ...entry } = item;
    return { ...entry, nativeId: `${input.seed ?? 1}${String(id).padStart(9, "0")}` };
  });
}

export async function append(ctx: PortalCtx, rows: EntryInput[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 1_000) {
    await appendEntries(ctx, { epoch: 0, rows: rows.slice(at, at + 1_000) });
  }
}

export const NEVER = new AbortController().signal;

export interface Totals {
  indexedSeq: bigint;
  blocks: number;
  counted: number;
  /** Rows up to indexedSeq. */
  rows: number;
}

/** What blocks and counts hold, beside the rows that they must hold. */
export async function readTotals({ db, portalId }: PortalCtx): Promise<Totals> {
  const [totals] = await runCompiled<Totals>(db, {
    text: `WITH i AS (SELECT coalesce((SELECT indexed_seq FROM archive_index WHERE portal_id = $1::bigint), 0) AS seq)
      SELECT i.seq AS "indexedSeq",
        (SELECT count(*)::int FROM entry_block WHERE portal_id = $1::bigint) AS blocks,
        (SELECT coalesce(sum(total), 0)::int FROM entry_tally
          WHERE portal_id = $1::bigint AND period = 0) AS counted,
        (SELECT count(*)::int FROM entry WHERE portal_id = $1::bigint AND seq <= i.seq) AS rows
      FROM i`,
    values: [portalId],
  });
  if (totals === undefined) throw new Error("no totals");
  return totals;
}
