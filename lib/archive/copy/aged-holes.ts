import { Prisma } from "../../../prisma/generated/client.ts";
import { FEW_IDS, keptSince } from "./holes.ts";
import type { CopySession } from "./session.ts";
import type { IdRange } from "./spans.ts";

const STEP_MS = 600_000;
const AGES_MS = [3_600_000, 86_400_000];
const MAX_HOLES = 1_000;

/**
 * Numbers without a row below stored entries that became an hour or a day old since the last reading, by steps of ten
 * minutes: a long transaction may show its rows only now. The times of readings tell the steps, so that it does not
 * matter which process reads. Numbers that are asked for at any age are left out.
 */
export async function findAgedHoles(session: CopySession, now: Date): Promise<IdRange[]> {
  const { ctx, copy } = session;
  const { newestId, epoch, readAt } = copy;
  if (newestId === null || readAt === null) return [];
  const [begin, end] = [stepOf(readAt), stepOf(now)];
  if (begin >= end) return [];
  const stored = Prisma.sql`SELECT portal_entry_id AS id FROM entry
    WHERE portal_id = ${ctx.portalId} AND source = 0 AND epoch = ${epoch}
      AND at >= ${keptSince(session)}`;
  const aged = AGES_MS.map(
    (age) => Prisma.sql`${stored} AND portal_entry_id <= ${newestId - FEW_IDS}
      AND at >= ${new Date(begin - age)} AND at < ${new Date(end - age)}`,
  );
  return ctx.db.$queryRaw<IdRange[]>`
    WITH aged AS MATERIALIZED (${Prisma.join(aged, " UNION ")}),
    pairs AS (SELECT id, lag(id) OVER (ORDER BY id) AS near FROM aged)
    SELECT b.id + 1 AS low, p.id - 1 AS high FROM pairs p
    CROSS JOIN LATERAL (
      ${stored} AND portal_entry_id < p.id ORDER BY portal_entry_id DESC LIMIT 1
    ) AS b
    JOIN archive_span s ON s.portal_id = ${ctx.portalId} AND s.epoch = ${epoch}
      AND s.state = 'loaded' AND s.low_id <= b.id AND s.high_id >= p.id
    WHERE p.near IS DISTINCT FROM p.id - 1 AND b.id < p.id - 1
    ORDER BY low LIMIT ${MAX_HOLES}`;
}

function stepOf(at: Date): number {
  return Math.floor(at.getTime() / STEP_MS) * STEP_MS;
}
