import type { PortalCtx } from "../../ctx.ts";
import { allOf, type Node } from "../../filter/index.ts";
import type { EntryView } from "../entry-view.ts";
import { loadExportRows, loadNextRows } from "./export-rows.ts";
import { openExportTexts, type ExportTexts } from "./export-texts.ts";
import { findKeys } from "./find-keys.ts";
import { edgeOf, type Direction, type Place } from "./place.ts";
import { makePlan, type Plan } from "./plan.ts";
import { readQuery, type ReadQueryInput, type SearchQuery } from "./read-query.ts";
import { inSnapshot } from "./snapshot.ts";

export interface ExportQuery extends ReadQueryInput {
  /** Only these entries. */
  ids?: readonly string[] | undefined;
  order: "desc" | "asc";
  /** What relative times are counted from. */
  now: Date;
}

export interface ExportPage {
  entries: EntryView[];
  /** Everything up to here was looked at: the next page begins behind it. */
  place: Place;
  isEnd: boolean;
}

export interface EntryReader {
  next(place: Place | null): Promise<ExportPage>;
}

const ROWS = 5_000;
// Pages are large: more rows may be tried by time before the blocks are asked.
const FIRST_LOOK = 40_000;

interface Read {
  upTo: bigint;
  direction: Direction;
  texts: ExportTexts;
}

/** Goes through all entries of a query that were stored up to a number, page by page. */
export function openEntryReader(
  ctx: PortalCtx,
  input: ExportQuery & { upTo: bigint },
): EntryReader {
  const query = readExportQuery(ctx, input);
  const direction = input.order === "desc" ? "older" : "newer";
  const read: Read = { upTo: input.upTo, direction, texts: openExportTexts() };
  return {
    next: async (place) =>
      inSnapshot(ctx, {}, async (snapshot) => {
        const plan = await makePlan(snapshot, query);
        const start = place ?? edgeOf(plan, direction);
        return plan.node === null && !plan.isNever
          ? readOnward(plan, start, read)
          : readMatches(plan, start, read);
      }),
  };
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
async function readOnward(plan: Plan, start: Place, read: Read): Promise<ExportPage> {
  const { direction, texts, upTo } = read;
  const { rows, place, isEnd } = await loadNextRows(plan, {
    ...{ place: start, direction, limit: ROWS },
  });
  await texts.learn(plan.snapshot, rows);
  return { entries: texts.views(rows, upTo), place, isEnd };
}

async function readMatches(plan: Plan, start: Place, read: Read): Promise<ExportPage> {
  const { direction, texts, upTo } = read;
  const walked = await findKeys(plan, {
    ...{ place: start, direction, wanted: ROWS },
    firstLook: FIRST_LOOK,
  });
  const keys = walked.keys.slice(0, ROWS);
  const isFull = keys.length === ROWS;
  const last = isFull ? keys.at(-1) : undefined;
  const rows = await loadExportRows(plan.snapshot, { keys, direction });
  await texts.learn(plan.snapshot, rows);
  return {
    entries: texts.views(rows, upTo),
    place: last ?? walked.place,
    isEnd: walked.isEnd && !isFull,
  };
}
