import type { PortalCtx } from "../../ctx.ts";
import { withTx } from "../../db/index.ts";
import { countRow, openCounts } from "../blocks/count-rows.ts";
import type { CountedRow } from "../blocks/read-rows.ts";
import { writeCounts } from "../blocks/write-counts.ts";
import type { Leaf } from "./list-leaves.ts";
import { lockIndex } from "./lock-index.ts";
import { monthDay, monthStart } from "./months.ts";

/** Takes a month of one class out of the counts, all but entries that came late into a table of their own. */
export async function uncountMonth(ctx: PortalCtx, { leaf }: { leaf: Leaf }): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const inTx = { ...ctx, db: tx };
    const countedSeq = await lockIndex(inTx);
    if (countedSeq === null) return;
    await tx.$executeRaw`DELETE FROM entry_tally
      WHERE portal_id = ${ctx.portalId} AND keep = ${leaf.keep}::smallint
        AND start >= ${monthDay(leaf.month)}::date AND start < ${monthDay(leaf.month + 1)}::date`;
    const changes = openCounts();
    for (const row of await readLate(inTx, { leaf, countedSeq })) countRow(changes, row, 1);
    await writeCounts(tx, { portalId: ctx.portalId, changes });
  });
}

async function readLate(
  { db, portalId }: PortalCtx,
  { leaf, countedSeq }: { leaf: Leaf; countedSeq: bigint },
): Promise<CountedRow[]> {
  const rows = await db.$queryRaw<(Omit<CountedRow, "at"> & { at: Date })[]>`
    SELECT at, keep, severity_id AS "severityId", type_id AS "typeId", module_id AS "moduleId",
      site_id AS "siteId", user_id AS "userId", host(addr) AS addr, addr_text AS "addrText"
    FROM entry
    WHERE portal_id = ${portalId} AND keep = ${leaf.keep}::smallint AND seq <= ${countedSeq}
      AND at >= ${monthStart(leaf.month)} AND at < ${monthStart(leaf.month + 1)}`;
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
