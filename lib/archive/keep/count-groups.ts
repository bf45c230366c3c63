import type { PortalCtx } from "../../ctx.ts";
import { numberedOf } from "../../db/index.ts";
import type { KeepClass } from "./keep-class.ts";
import type { Month } from "./months.ts";

/** Entries of one class, month, severity and type. */
export interface CountGroup {
  keep: KeepClass;
  month: Month;
  severityId: number;
  typeId: number;
  total: number;
  /** Day of the oldest of them. */
  oldest: string;
}

const PAGE = 100_000;

/** How many entries there are: by the counts up to where they reach, row by row above. */
export async function countGroups(ctx: PortalCtx): Promise<CountGroup[]> {
  const { groups, upTo } = await countIndexed(ctx);
  return [...groups, ...(await countRest(ctx, upTo))];
}

async function countRest(ctx: PortalCtx, above: bigint): Promise<CountGroup[]> {
  const groups: CountGroup[][] = [];
  let after = above;
  for (;;) {
    const page = await countPage(ctx, after);
    groups.push(page.groups);
    if (page.rows < PAGE) return groups.flat();
    after = page.upTo;
  }
}

// One statement, so that the counts and the number they reach belong together.
async function countIndexed(ctx: PortalCtx): Promise<{ groups: CountGroup[]; upTo: bigint }> {
  const rows = await ctx.db.$queryRaw<(Partial<CountGroup> & { upTo: bigint })[]>`
    SELECT i.indexed_seq AS "upTo", d.*
    FROM archive_index i
    LEFT JOIN (
      SELECT portal_id, keep, (extract(year FROM start) * 12 + extract(month FROM start) - 1)::integer AS month,
        severity_id AS "severityId", type_id AS "typeId", sum(total)::float8 AS total,
        min(start)::text AS oldest
      FROM entry_tally WHERE portal_id = ${ctx.portalId} AND period = 0
      GROUP BY 1, 2, 3, 4, 5
    ) d ON d.portal_id = i.portal_id
    WHERE i.portal_id = ${ctx.portalId}`;
  const groups = rows.filter((row) => row.total !== null) as CountGroup[];
  return { groups, upTo: rows[0]?.upTo ?? 0n };
}

interface CountedPage {
  groups: CountGroup[];
  rows: number;
  upTo: bigint;
}

async function countPage(ctx: PortalCtx, after: bigint): Promise<CountedPage> {
  const rows = await ctx.db.$queryRaw<(CountGroup & { upTo: bigint })[]>`
    SELECT keep, (extract(year FROM day) * 12 + extract(month FROM day) - 1)::integer AS month,
      severity_id AS "severityId", type_id AS "typeId", count(*)::float8 AS total,
      min(day)::text AS oldest, max(seq) AS "upTo"
    FROM (
      SELECT seq, keep, (at AT TIME ZONE 'UTC')::date AS day, severity_id, type_id FROM entry
      WHERE portal_id = ${numberedOf(ctx.portalId)} AND seq > ${after} ORDER BY seq LIMIT ${PAGE}
    ) page
    GROUP BY 1, 2, 3, 4`;
  return {
    groups: rows,
    rows: rows.reduce((sum, { total }) => sum + total, 0),
    upTo: rows.reduce((highest, { upTo }) => (upTo > highest ? upTo : highest), after),
  };
}
