import type { Ctx } from "../../ctx.ts";
import { runCompiled, withTx, type Db } from "../../db/index.ts";
import { fault } from "../../fault.ts";
import { log } from "../../log.ts";
import { goneName, lastMonth, listGone, listLeaves, type Leaf } from "./list-leaves.ts";
import { isOver } from "./months.ts";
import { recordRemoved } from "./record-removed.ts";
import { readRecorded } from "./recorded.ts";

const TRIES = 3;
const LOCK_LIMIT_MS = 2_000;
const RESORT_GRACE_MS = 24 * 3_600_000;

interface DropInput {
  signal: AbortSignal;
  /** How long a month waits for entries of it to be sorted by changed rules; a day when not given. */
  graceMs?: number;
}

/**
 * Removes the months whose time is over. A month first leaves the archive as a table of its own, in one short
 * transaction; then its numbers are recorded, portal by portal; then the table is dropped. What a crash leaves is
 * such a table, which the next call takes up where it stood: recording twice records the same.
 */
export async function dropMonths(ctx: Ctx, input: DropInput): Promise<number> {
  let dropped = await dropGone(ctx, input);
  const now = ctx.now();
  for (const leaf of await listLeaves(ctx.db)) {
    if (!isOver({ keep: leaf.keep, month: lastMonth(leaf), now }) || input.signal.aborted) continue;
    if (await mayBeRescued(ctx, { leaf, graceMs: input.graceMs ?? RESORT_GRACE_MS })) continue;
    if (await detach(ctx.db, leaf)) dropped += await dropGone(ctx, input);
  }
  return dropped;
}

// Rules that were made longer keep entries that still lie in this month; a sorting that stands still must not keep
// everybody's for ever.
async function mayBeRescued(
  ctx: Ctx,
  { leaf, graceMs }: { leaf: Leaf; graceMs: number },
): Promise<boolean> {
  const since = new Date(Math.max(0, ctx.now().getTime() - graceMs));
  const text = `SELECT 1 AS one FROM archive_setting s
    WHERE s.resort_since > $1::timestamptz
      AND EXISTS (SELECT FROM ${leaf.table} e WHERE e.portal_id = s.portal_id) LIMIT 1`;
  const waiting = await runCompiled(ctx.db, { text, values: [since] });
  return waiting.length > 0;
}

/** Not `CONCURRENTLY`: that leaves a state between two commits, and this waits for readers as briefly. */
async function detach(db: Db, leaf: Leaf): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      await withTx(db, async (tx) => {
        const run = async (text: string) => runCompiled(tx, { text, values: [] });
        await run(`SET LOCAL lock_timeout = ${LOCK_LIMIT_MS}`);
        await run(`ALTER TABLE entry_k${leaf.keep} DETACH PARTITION ${leaf.table}`);
        await run(`ALTER TABLE ${leaf.table} RENAME TO ${goneName(leaf)}`);
      });
      fault("archive-month-detached");
      return true;
    } catch (error) {
      if (tries < TRIES) continue;
      // A long reader is in the way: the next round does it.
      log("warn", "archive.month_not_dropped", { table: leaf.table, error });
      return false;
    }
  }
}

async function dropGone(ctx: Ctx, { signal }: { signal: AbortSignal }): Promise<number> {
  let dropped = 0;
  for (const leaf of await listGone(ctx.db)) {
    let removed = 0;
    const recorded = await readRecorded(ctx.db, leaf);
    for (const portalId of await listPortals(ctx.db, leaf)) {
      if (portalId < recorded.portalId) continue;
      const after = portalId === recorded.portalId ? recorded.seq : 0n;
      removed += await recordRemoved({ ...ctx, portalId }, { leaf, after, signal });
      if (signal.aborted) return dropped;
    }
    if (signal.aborted) return dropped;
    fault("archive-month-recorded");
    await runCompiled(ctx.db, { text: `DROP TABLE IF EXISTS ${leaf.table}`, values: [] });
    log("info", "archive.month_dropped", { table: leaf.table, entries: removed });
    dropped += 1;
  }
  return dropped;
}

// From portal to portal by the index, not through all their rows.
async function listPortals(db: Db, leaf: Leaf): Promise<bigint[]> {
  const text = `WITH RECURSIVE p AS (
      (SELECT portal_id FROM ${leaf.table} ORDER BY portal_id LIMIT 1)
      UNION ALL
      SELECT (SELECT e.portal_id FROM ${leaf.table} e WHERE e.portal_id > p.portal_id
        ORDER BY e.portal_id LIMIT 1) FROM p WHERE p.portal_id IS NOT NULL
    ) SELECT portal_id AS "portalId" FROM p WHERE portal_id IS NOT NULL`;
  const rows = await runCompiled<{ portalId: bigint }>(db, { text, values: [] });
  return rows.map(({ portalId }) => portalId);
}
