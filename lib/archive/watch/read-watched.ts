import type { PortalCtx } from "../../ctx.ts";
import type { EntryRow } from "../../filter/index.ts";
import type { EntryView, UserView } from "../entry-view.ts";
import { entriesAfter } from "../search/entries-after.ts";
import { toFilterRow } from "../store/to-filter-row.ts";

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
  /** All names that these users have or had. */
  namesOf: (userId: number) => readonly string[];
  /** Number of the last entry that was looked at. */
  lastSeq: string;
  hasMore: boolean;
}

/** What was stored since the watch was last moved; null when the portal is not watched. */
export async function readWatched(ctx: PortalCtx): Promise<WatchedPage | null> {
  const watch = await ctx.db.archiveWatch.findUnique({ where: { portalId: ctx.portalId } });
  if (watch === null) return null;
  const after = String(watch.seenSeq);
  const { items, users, lastSeq, hasMore } = await entriesAfter(ctx, { after, limit: PAGE });
  const entries = items.map((entry) => ({ entry, row: toFilterRow(entry) }));
  return { entries, users, namesOf: await readNames(ctx, items), lastSeq, hasMore };
}

/** Everything up to this number was dealt with. */
export async function moveWatch(ctx: PortalCtx, { seenSeq }: { seenSeq: string }): Promise<void> {
  await ctx.db.archiveWatch.updateMany({
    where: { portalId: ctx.portalId, seenSeq: { lt: BigInt(seenSeq) } },
    data: { seenSeq: BigInt(seenSeq) },
  });
}

async function readNames(ctx: PortalCtx, entries: readonly EntryView[]) {
  const ids = [...new Set(entries.flatMap(({ userId }) => (userId === null ? [] : [userId])))];
  const rows = await ctx.db.$queryRaw<{ userId: number; name: string }[]>`
    SELECT user_id AS "userId", name FROM user_name
    WHERE portal_id = ${ctx.portalId} AND user_id = ANY(${ids}::integer[])
    UNION
    SELECT user_id, name FROM portal_user
    WHERE portal_id = ${ctx.portalId} AND user_id = ANY(${ids}::integer[]) AND is_known`;
  const names = Map.groupBy(rows, ({ userId }) => userId);
  return (userId: number) => (names.get(userId) ?? []).map(({ name }) => name);
}
