import type { PortalCtx } from "../../ctx.ts";
import type { CoverageView } from "../copy/coverage-view.ts";
import { getCoverage } from "../copy/get-coverage.ts";
import { loadSpan } from "../copy/load-span.ts";
import type { WithUsers } from "../entry-users.ts";
import type { EntryView } from "../entry-view.ts";
import { byValue, isEntryOrder, type EntryOrder } from "../search/order.ts";
import { loadEntries, loadWritten } from "../search/load-entries.ts";
import { searchFor, type Load, type SearchPage } from "../search/search-entries.ts";
import { nameUsers } from "./name-users.ts";
import { pendingBefore } from "./pending-before.ts";
import { freshen, type TailReading } from "./freshen.ts";
import { within } from "./within.ts";

/** `loaded`: entries the page reached were still at the portal and were loaded for it. */
export type SpanLoading = "none" | "loaded" | "late" | "failed";

export interface ArchivePage<E = EntryView> extends SearchPage<E> {
  /** Ask for what came later with `after` set to this. */
  lastSeq: string;
  coverage: CoverageView;
  /** Null where the page does not show the newest entries. */
  tail: TailReading | null;
  loading: SpanLoading;
}

export type PageQuery = Partial<
  Record<"q" | "from" | "to" | "tz" | "order" | "cursor" | "around" | "limit" | "fresh", string>
>;

// The first rows do not wait long for the portal; who asks to read again does.
const FIRST = { maxAgeMs: 5_000, limitMs: 800 };
const AGAIN = { maxAgeMs: 0, limitMs: 10_000 };
const SPAN_MS = 5_000;

/** One page of the archive with the names of its people; while the portal refuses, with those known. */
export async function readArchivePage(ctx: PortalCtx, query: PageQuery): Promise<ArchivePage> {
  return readNamed(ctx, query, loadEntries);
}

/** The JSON of the same page, its entries as the database writes them. */
export async function writeArchivePage(
  ctx: PortalCtx,
  query: PageQuery,
): Promise<{ rows: number; json: string }> {
  const { items, ...rest } = await readNamed(ctx, query, loadWritten);
  const entries = items.map(({ json }) => json).join(",");
  return { rows: items.length, json: `{"items":[${entries}],${JSON.stringify(rest).slice(1)}` };
}

async function readNamed<E extends WithUsers & { at: string }>(
  ctx: PortalCtx,
  query: PageQuery,
  load: Load<E>,
): Promise<ArchivePage<E>> {
  const page = await readPage(ctx, query, load);
  if (page.coverage.reason !== null) return page;
  return { ...page, users: await nameUsers(ctx, page.users) };
}

/** One page of the archive, with what of it is missing. Spans it reaches are loaded for it, one at a time. */
async function readPage<E extends WithUsers & { at: string }>(
  ctx: PortalCtx,
  query: PageQuery,
  load: Load<E>,
): Promise<ArchivePage<E>> {
  const { tz, fresh, limit, order, ...rest } = query;
  const input = {
    ...rest,
    zone: tz,
    ...(limit !== undefined && { limit }),
    ...(order !== undefined && { order: order as EntryOrder }),
  };
  const isHead = [query.cursor, query.around].every((text) => text === undefined || text === "");
  const tail = isHead && order !== "asc" ? await freshen(ctx, fresh === "1" ? AGAIN : FIRST) : null;
  const page = await searchFor(ctx, input, load);
  const coverage = await getCoverage(ctx);
  const answer = { ...page, coverage, tail };
  const isByTime = order === undefined || !isEntryOrder(order) || byValue(order) === null;
  // In other orders a page reaches over all of the range, not to a place in it.
  const reached = isByTime ? page : { ...page, older: null, searchedTo: null };
  const before = pendingBefore({ page: reached, coverage, query, now: ctx.now() });
  if (before === null) return { ...answer, loading: "none" };
  const loaded = await within(SPAN_MS, loadSpan(ctx, { before }));
  if (loaded !== true) return { ...answer, loading: loaded === "late" ? "late" : "failed" };
  const again = await searchFor(ctx, input, load);
  return { ...answer, ...again, coverage: await getCoverage(ctx), loading: "loaded" };
}
