import { monthOf, monthStart } from "../keep/months.ts";
import type { IdRange } from "./spans.ts";
import type { CopySession } from "./session.ts";

const YOUNG_MS = 10 * 60_000;
/** Numbers before the newest that are asked for again at any age. */
export const FEW_IDS = 100n;
const MAX_ROWS = 20_000;
const MAX_IDS = 1_000;
const MAX_RANGES = 50;
const NARROW = 20n;

/** Since when retention cannot have removed anything: entries are kept for a month at least, and months go as a whole. */
export function keptSince({ ctx }: Pick<CopySession, "ctx">): Date {
  return monthStart(monthOf(ctx.now()) - 1);
}

interface Gap extends IdRange {
  /** Null: only the index of older months knows the entry below it. */
  before: bigint | null;
}

/**
 * Numbers between two stored entries under which nothing was seen yet. The portal gives a number when a row is written
 * and shows the row when its transaction commits, so it may still appear: numbers of the last ten minutes before the
 * newest entry are asked for again, and those of the last hundred of any age, within the newest 20,000 entries.
 */
export async function findHoles(session: CopySession): Promise<IdRange[]> {
  const { ctx, copy } = session;
  const { newestId, newestAt, epoch } = copy;
  if (newestId === null || newestAt === null) return [];
  const young = new Date(newestAt.getTime() - YOUNG_MS);
  const few = newestId - FEW_IDS;
  // Whole months, so that the index is read from its end and nothing in it is passed over.
  const gaps = await ctx.db.$queryRaw<Gap[]>`
    WITH loaded AS (
      SELECT low_id FROM archive_span WHERE portal_id = ${ctx.portalId} AND epoch = ${epoch}
        AND state = 'loaded' AND high_id = ${newestId}
    ), near AS MATERIALIZED (
      SELECT portal_entry_id AS id, at FROM entry
      WHERE portal_id = ${ctx.portalId} AND source = 0 AND epoch = ${epoch}
        AND at >= ${keptSince(session)} AND portal_entry_id <= ${newestId}
      ORDER BY portal_entry_id DESC LIMIT ${MAX_ROWS}
    ), ends AS (
      SELECT count(*) AS rows, min(id) AS low, max(id) AS high FROM near
    ), pairs AS (
      SELECT id, at, lag(id) OVER (ORDER BY id) AS before FROM near
      WHERE (SELECT rows <> high - low + 1 FROM ends)
    )
    SELECT before, before + 1 AS low, id - 1 AS high FROM pairs, loaded
    WHERE id > before + 1 AND before >= low_id AND (at >= ${young} OR id > ${few})
    UNION ALL
    SELECT NULL, greatest(low_id, ${few}) AS low, ends.low - 1 FROM ends, loaded
    WHERE rows < ${MAX_ROWS} AND ends.low > greatest(low_id, ${few})
    ORDER BY high`;
  const [first, ...rest] = gaps;
  if (first === undefined || first.before !== null) return gaps;
  const before = await findBefore(session, first);
  return before === null ? rest : [{ low: before + 1n, high: first.high }, ...rest];
}

/** The next entry below, when it is in the range and not the number right under its end. */
async function findBefore({ ctx, copy }: CopySession, { low, high }: IdRange) {
  const [found] = await ctx.db.$queryRaw<{ id: bigint }[]>`
    SELECT portal_entry_id AS id FROM entry
    WHERE portal_id = ${ctx.portalId} AND source = 0 AND epoch = ${copy.epoch}
      AND portal_entry_id BETWEEN ${low} AND ${high}
    ORDER BY portal_entry_id DESC LIMIT 1`;
  return found === undefined || found.id === high ? null : found.id;
}

export interface HoleQuestion {
  ids: bigint[];
  ranges: IdRange[];
  /** The next question begins with the hole behind this number; null: all were asked for. */
  resumeAfter: bigint | null;
}

/** As many holes as one request may ask for, beginning behind those of the last one. */
export function pickHoles(holes: readonly IdRange[], after: bigint | null): HoleQuestion | null {
  const start = after === null ? 0 : holes.findIndex(({ low }) => low > after);
  const rest = holes.slice(Math.max(0, start));
  const question: HoleQuestion = { ids: [], ranges: [], resumeAfter: null };
  let last: bigint | null = null;
  for (const { low, high } of rest) {
    const isNarrow = high - low < NARROW;
    const isFull = isNarrow
      ? question.ids.length + Number(high - low) >= MAX_IDS
      : question.ranges.length >= MAX_RANGES;
    if (isFull) return { ...question, resumeAfter: last };
    if (!isNarrow) question.ranges.push({ low, high });
    else for (let id = low; id <= high; id += 1n) question.ids.push(id);
    last = high;
  }
  return rest.length === 0 ? null : question;
}
