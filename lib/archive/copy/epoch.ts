import { withTx } from "../../db/index.ts";
import { log } from "../../log.ts";
import { wasAway } from "./gap.ts";
import type { LogEntry } from "./read-log.ts";
import { holdLease, type CopySession, type CopyState } from "./session.ts";
import { paintSpans, readSpans } from "./span-rows.ts";

interface Ends {
  newest: LogEntry | undefined;
  oldest: LogEntry | undefined;
}

/**
 * Whether the portal's log counts anew: its newest entry is younger than ours and has a lower number, or, after a time
 * in which nobody looked, its oldest one is not what was stored under that number.
 */
export async function hasRestarted(session: CopySession, ends: Ends): Promise<boolean> {
  const { copy } = session;
  if (isBelow(copy, ends.newest)) return true;
  return wasAway(copy) && ends.oldest !== undefined && isOther(session, ends.oldest);
}

function isBelow({ newestId, newestAt }: CopyState, newest: LogEntry | undefined): boolean {
  if (!newest?.at || newestId === null || newestAt === null) return false;
  return newest.id < newestId && newest.at.getTime() > newestAt.getTime();
}

interface Known {
  at: Date;
  type: string;
  item: string;
}

// A server that was set to another time zone tells other times of the same entries.
const ZONE_MS = 15 * 60_000;

async function isOther({ ctx, copy }: CopySession, oldest: LogEntry): Promise<boolean> {
  const [known] = await ctx.db.$queryRaw<Known[]>`
    SELECT e.at, t.value AS type, e.item FROM entry e
    JOIN entry_text t ON t.portal_id = e.portal_id AND t.id = e.type_id
    WHERE e.portal_id = ${ctx.portalId} AND e.source = 0 AND e.epoch = ${copy.epoch}
      AND e.portal_entry_id = ${oldest.id}`;
  if (known === undefined || oldest.at === null) return false;
  const { auditTypeId, itemId } = oldest.entry;
  const isMoved = (known.at.getTime() - oldest.at.getTime()) % ZONE_MS !== 0;
  return isMoved || known.type !== auditTypeId || known.item !== itemId;
}

/** From here on numbers mean other entries; what was still to be loaded of the former ones is gone. */
export async function startEpoch(session: CopySession): Promise<void> {
  const { ctx, copy } = session;
  const former = { portalId: ctx.portalId, epoch: copy.epoch };
  await withTx(ctx.db, async (tx) => {
    await holdLease(tx, session);
    const pending = (await readSpans(tx, former)).filter(({ state }) => state === "pending");
    await paintSpans(
      tx,
      former,
      pending.map((span) => ({ ...span, state: "lost" as const })),
    );
    await tx.$executeRaw`
      UPDATE archive_copy SET epoch = epoch + 1, newest_id = NULL, newest_at = NULL
      WHERE portal_id = ${ctx.portalId}`;
  });
  copy.epoch += 1;
  copy.newestId = null;
  copy.newestAt = null;
  log("warn", "archive.numbers_restarted", { portalId: ctx.portalId, epoch: copy.epoch });
}
