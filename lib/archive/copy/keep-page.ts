import { Prisma } from "../../../prisma/generated/client.ts";
import { count } from "../../counts.ts";
import { withTx, type Db } from "../../db/index.ts";
import { fault } from "../../fault.ts";
import { entryUserIds } from "../entry-users.ts";
import { appendEntries } from "../store/append.ts";
import { withoutFormer } from "./former-entries.ts";
import type { LogEntry } from "./read-log.ts";
import { holdLease, type CopySession } from "./session.ts";
import { paintSpans } from "./span-rows.ts";
import type { Span } from "./spans.ts";

export interface Page {
  /** Oldest first. */
  rows: readonly LogEntry[];
  /** What became true of the portal's numbers with these entries. */
  spans: readonly Span[];
  newest?: LogEntry | undefined;
}

/** Stores entries together with what is now known of the portal's log: both or neither. */
export async function keepPage(session: CopySession, page: Page): Promise<void> {
  const { ctx, copy } = session;
  const { newest } = page;
  session.signal.throwIfAborted();
  const rows = await withoutFormer(session, page.rows);
  fault("archive-copy-before-append");
  const also = async (tx: Db): Promise<void> => {
    await holdLease(tx, session);
    await paintSpans(tx, { portalId: ctx.portalId, epoch: copy.epoch }, page.spans);
    if (newest !== undefined) await moveCursor(tx, session, newest);
    fault("archive-copy-before-commit");
  };
  if (rows.length === 0) {
    await withTx(ctx.db, also);
  } else {
    const entries = rows.map(({ entry }) => entry);
    const { stored } = await appendEntries(ctx, { epoch: copy.epoch, rows: entries, also });
    session.stored += stored;
    count("archive_entries_total", {}, stored);
    for (const id of entryUserIds(entries)) session.userIds.add(id);
  }
  fault("archive-copy-after-commit");
  if (newest === undefined) return;
  copy.newestId = newest.id;
  copy.newestAt = newest.at ?? copy.newestAt;
}

async function moveCursor(tx: Db, { ctx }: CopySession, newest: LogEntry): Promise<void> {
  await tx.$executeRaw`
    UPDATE archive_copy SET newest_id = ${newest.id},
      newest_at = coalesce(${newest.at}::timestamptz, newest_at)
    WHERE portal_id = ${ctx.portalId}`;
}

const FASTEST_MS = 2_000;
const SLOWEST_MS = 60_000;

interface EndInput {
  isBusy: boolean;
  /** Before the last request: nothing is said of entries that came while it was answered. */
  askedAt: Date;
}

/** The log was read up to its end: a busy one is read again soon, a quiet one ever later. */
export async function noteEnd(session: CopySession, input: EndInput): Promise<void> {
  const { ctx, copy } = session;
  const slower = Math.min(SLOWEST_MS, Math.round(copy.intervalMs * 1.5));
  copy.intervalMs = input.isBusy ? FASTEST_MS : Math.max(FASTEST_MS, slower);
  await ctx.db.$executeRaw`
    UPDATE archive_copy SET read_at = ${input.askedAt}::timestamptz, interval_ms = ${copy.intervalMs},
      due_at = clock_timestamp() + make_interval(secs => ${copy.intervalMs / 1_000}::float8),
      failures = 0, reason = NULL, state = ${stateAfter(ctx.portalId, copy.epoch)}
    WHERE portal_id = ${ctx.portalId} AND lease_owner = ${session.owner}`;
  copy.readAt = input.askedAt;
  copy.unreadMs = 0;
  copy.failures = 0;
}

function stateAfter(portalId: bigint, epoch: number): Prisma.Sql {
  return Prisma.sql`CASE WHEN EXISTS (SELECT FROM archive_span
    WHERE portal_id = ${portalId} AND epoch = ${epoch} AND state = 'pending')
    THEN 'filling' ELSE 'following' END`;
}

/** After the last pending span was loaded. */
export async function noteFilled({ ctx, copy, owner }: CopySession): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE archive_copy SET state = ${stateAfter(ctx.portalId, copy.epoch)}
    WHERE portal_id = ${ctx.portalId} AND lease_owner = ${owner} AND state <> 'refused'`;
}
