import { Prisma } from "../../../prisma/generated/client.ts";
import { isOutOfTime, withTx } from "../../db/index.ts";
import { log } from "../../log.ts";
import { FEW_IDS, keptSince } from "./holes.ts";
import type { CopySession } from "./session.ts";
import type { IdRange } from "./spans.ts";

const STEP_MS = 600_000;
const AGES_MS = [3_600_000, 86_400_000];
// After a longer pause only what lies this far behind is looked at.
const MAX_WINDOW_MS = 3 * 3_600_000;
const MAX_ROWS = 100_000;
const MAX_HOLES = 1_000;
const TIMEOUT = "2s";

/**
 * Numbers without a row below stored entries that became an hour or a day old since the last reading, by steps of ten
 * minutes: a long transaction may show its rows only now. The times of readings tell the steps, so that it does not
 * matter which process reads. Numbers that are asked for at any age are left out. The look is bounded in every way,
 * and left out where it takes too long: what is new must not wait for what may never come.
 */
export async function findAgedHoles(
  session: Pick<CopySession, "ctx" | "copy">,
  now: Date,
): Promise<IdRange[]> {
  const { ctx, copy } = session;
  const { newestId, epoch, readAt } = copy;
  if (newestId === null || readAt === null) return [];
  const end = stepOf(now);
  const begin = Math.max(stepOf(readAt), end - MAX_WINDOW_MS);
  if (begin >= end) return [];
  const stored = Prisma.sql`SELECT portal_entry_id AS id FROM entry
    WHERE portal_id = ${ctx.portalId} AND source = 0 AND epoch = ${epoch}
      AND at >= ${keptSince(session)}`;
  const aged = AGES_MS.map(
    (age) => Prisma.sql`(${stored} AND portal_entry_id <= ${newestId - FEW_IDS}
      AND at >= ${new Date(begin - age)} AND at < ${new Date(end - age)} LIMIT ${MAX_ROWS})`,
  );
  const query = Prisma.sql`
    WITH aged AS MATERIALIZED (${Prisma.join(aged, " UNION ")}),
    gaps AS (
      SELECT id, near FROM (SELECT id, lag(id) OVER (ORDER BY id) AS near FROM aged) AS pairs
      WHERE near IS DISTINCT FROM id - 1 ORDER BY id LIMIT ${MAX_HOLES}
    )
    SELECT b.id + 1 AS low, g.id - 1 AS high FROM gaps g
    CROSS JOIN LATERAL (
      SELECT coalesce((
        ${stored} AND portal_entry_id < g.id AND portal_entry_id > coalesce(g.near, 0)
        ORDER BY portal_entry_id DESC LIMIT 1
      ), g.near) AS id
    ) AS b
    JOIN archive_span s ON s.portal_id = ${ctx.portalId} AND s.epoch = ${epoch}
      AND s.state = 'loaded' AND s.low_id <= b.id AND s.high_id >= g.id
    WHERE b.id < g.id - 1
    ORDER BY low`;
  try {
    return await withTx(ctx.db, async (tx) => {
      await tx.$executeRaw`SELECT set_config('statement_timeout', ${TIMEOUT}, true)`;
      return tx.$queryRaw<IdRange[]>(query);
    });
  } catch (error) {
    if (!isOutOfTime(error)) throw error;
    log("warn", "archive.aged_holes_skipped", { portalId: ctx.portalId });
    return [];
  }
}

function stepOf(at: Date): number {
  return Math.floor(at.getTime() / STEP_MS) * STEP_MS;
}
