import type { PortalCtx } from "../../ctx.ts";
import { withTx } from "../../db/index.ts";
import type { EntryRow } from "../../filter/index.ts";
import { entryUserIds } from "../entry-users.ts";
import type { EntryView, UserView } from "../entry-view.ts";
import { entriesAfter } from "../search/entries-after.ts";
import { lockHead } from "../store/head.ts";
import { toFilterRow } from "../store/to-filter-row.ts";
import { resolveUsers } from "../users.ts";

const PAGE = 500;

export interface WatchedEntry {
  entry: EntryView;
  /** As `evaluate` takes it. */
  row: EntryRow;
}

export interface WatchedPage {
  /** In the order in which they were stored. */
  entries: WatchedEntry[];
  users: Record<string, UserView>;
  /** Number up to which everything that matters is in this page or those before. */
  seenSeq: bigint;
  hasMore: boolean;
}

/**
 * What was stored since the watch was last moved, from the moment on that `earliest` tells; null when the portal is
 * not watched. `earliest` is asked while no append is under way.
 */
export async function readWatched(
  ctx: PortalCtx,
  { earliest }: { earliest: (ctx: PortalCtx) => Promise<Date | null> },
): Promise<WatchedPage | null> {
  const watch = await ctx.db.archiveWatch.findUnique({ where: { portalId: ctx.portalId } });
  if (watch === null) return null;
  // An append that found this job waiting has added none of its own: its entries must be there to be read.
  const { lastSeq: end, from } = await withTx(ctx.db, async (tx) => {
    const { lastSeq } = await lockHead(tx, ctx);
    return { lastSeq, from: await earliest({ ...ctx, db: tx }) };
  });
  const after = String(watch.seenSeq);
  const range = from === null ? {} : { from: from.toISOString() };
  const page = await entriesAfter(ctx, { after, limit: PAGE, ...range });
  const lastSeq = BigInt(page.lastSeq);
  // What was stored later may be waited for from an earlier moment than was asked for here.
  const seenSeq = lastSeq < end ? lastSeq : end;
  const entries = page.items.map((entry) => ({ entry, row: toFilterRow(entry) }));
  return { entries, users: page.users, seenSeq, hasMore: page.hasMore || lastSeq > end };
}

/** Everything up to this number was dealt with. */
export async function moveWatch(ctx: PortalCtx, { seenSeq }: { seenSeq: bigint }): Promise<void> {
  await ctx.db.archiveWatch.updateMany({
    where: { portalId: ctx.portalId, seenSeq: { lt: seenSeq } },
    data: { seenSeq },
  });
}

/** All names that the users of these entries have or had; the portal is asked for those it has not told yet. */
export async function namesOfUsers(
  ctx: PortalCtx,
  { entries }: { entries: readonly WatchedEntry[] },
): Promise<(userId: number) => readonly string[]> {
  const ids = entryUserIds(entries.map(({ entry }) => entry));
  await resolveUsers(ctx, { ids, priority: "background" });
  const rows = await ctx.db.$queryRaw<{ userId: number; name: string }[]>`
    SELECT user_id AS "userId", name FROM user_name
    WHERE portal_id = ${ctx.portalId} AND user_id = ANY(${ids}::integer[])
    UNION
    SELECT user_id, name FROM portal_user
    WHERE portal_id = ${ctx.portalId} AND user_id = ANY(${ids}::integer[]) AND is_known`;
  const names = Map.groupBy(rows, ({ userId }) => userId);
  return (userId: number) => (names.get(userId) ?? []).map(({ name }) => name);
}
