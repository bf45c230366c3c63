import type { PortalCtx } from "../../ctx.ts";
import { allOf, type Node } from "../../filter/index.ts";
import { unavailable } from "../../errors.ts";
import { nextPageByValue } from "./export-by-value.ts";
import { MAX_ROWS, toPage, type ExportPage, type Read } from "./export-page.ts";
import { loadExportRows, loadNextRows, placeOf, type NextRows } from "./export-rows.ts";
import { openExportTexts } from "./export-texts.ts";
import { findKeys } from "./find-keys.ts";
import type { KeptGroups } from "./order-groups.ts";
import { byValue, type EntryOrder } from "./order.ts";
import { edgeOf, type Place } from "./place.ts";
import { makePlan, type Plan } from "./plan.ts";
import { readQuery, type ReadQueryInput, type SearchQuery } from "./read-query.ts";
import { inSnapshot, isOver } from "./snapshot.ts";
import { smaller } from "./step-size.ts";

export interface ExportQuery extends ReadQueryInput {
  /** Only these entries. */
  ids?: readonly string[] | undefined;
  order: EntryOrder;
  /** What relative times are counted from. */
  now: Date;
}

export interface EntryReader {
  next(place: Place | null): Promise<ExportPage>;
}

// Pages are large: more rows may be tried by time before the blocks are asked.
const FIRST_LOOK = 40_000;
// A file that is half sent is not given up because others search.
const PATIENCE_MS = 30_000;

/** Goes through all entries of a query that were stored up to a number, page by page. */
export function openEntryReader(
  ctx: PortalCtx,
  input: ExportQuery & { upTo: bigint },
): EntryReader {
  const query = readExportQuery(ctx, input);
  const direction = input.order === "asc" ? "newer" : "older";
  const value = byValue(input.order);
  const read: Read = { upTo: input.upTo, direction, texts: openExportTexts(), rows: MAX_ROWS };
  const effort = { isCounting: value !== null, patienceMs: PATIENCE_MS };
  const kept: KeptGroups = { known: null };
  return {
    next: async (place) =>
      inSnapshot(ctx, effort, async (snapshot) => {
        if (value !== null)
          return nextPageByValue(snapshot, { query, ...value, place, read, kept });
        const plan = await makePlan(snapshot, query);
        return nextPage(plan, place ?? edgeOf(plan, direction), read);
      }),
  };
}

/** Fewer rows where they are large or dear; a page without any when time is over before some were read. */
export async function nextPage(plan: Plan, start: Place, read: Read): Promise<ExportPage> {
  const way = plan.node === null && !plan.isNever ? readOnward : readMatches;
  for (;;) {
    const found = await way(plan, start, read);
    if (found !== null) {
      await read.texts.learn(plan.snapshot, found.rows);
      return toPage(found, read);
    }
    if (read.rows === 1) throw unavailable("The archive did not answer in time.");
    read.rows = smaller(read.rows);
    if (isOver(plan.snapshot)) return { entries: [], place: start, isEnd: false };
  }
}

/** The query of an export; entries that were picked by hand are one more condition. */
export function readExportQuery(ctx: PortalCtx, input: ExportQuery): SearchQuery {
  const query = readQuery(ctx, input, input.now);
  if (input.ids === undefined) return query;
  const picked: Node = {
    kind: "field",
    field: "id",
    path: [],
    test: { kind: "numbers", values: input.ids },
  };
  return { ...query, node: allOf([picked, query.node]) };
}

// Without conditions the rows are read as they stand.
async function readOnward(plan: Plan, place: Place, read: Read): Promise<NextRows | null> {
  return loadNextRows(plan, { place, direction: read.direction, limit: read.rows });
}

async function readMatches(plan: Plan, start: Place, read: Read): Promise<NextRows | null> {
  const { direction, rows: wanted } = read;
  const walked = await findKeys(plan, {
    ...{ place: start, direction, wanted },
    firstLook: FIRST_LOOK,
  });
  const keys = walked.keys.slice(0, wanted);
  const found = await loadExportRows(plan.snapshot, { keys, direction });
  if (found === null) return null;
  const last = found.rows.at(-1);
  if (found.isCut && last !== undefined) return { ...found, place: placeOf(last), isEnd: false };
  const isFull = keys.length === wanted;
  const place = (isFull ? keys.at(-1) : undefined) ?? walked.place;
  return { ...found, place, isEnd: walked.isEnd && !isFull };
}
