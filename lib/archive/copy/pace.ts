import type { CopySession } from "./session.ts";
import type { Load } from "./span-of-load.ts";

/** How much one request asks for. */
export interface Pace {
  /** Ranges in one request. */
  count: number;
  /** Numbers in one range: about as many as give a page that is nearly full. */
  width: bigint;
  /** The longest page so far: a portal may cut pages to a size of its own without a word. */
  longest: number;
}

const FIRST_COUNT = 5;
const MOST_COUNT = 20;
// One by one, each range costs a request of its own.
const SINGLE_COUNT = 4;
const MOST_CHUNK = 1_000;
const LEAST_CHUNK = 50;
const FILL = 0.9;
const MOST_CHARS = 10_000_000;
const MAX_REMEMBERED = 1_000;

const paces = new Map<bigint, Pace>();

/** What this process has learned of the portal; another one learns it anew. */
export function paceOf({ ctx, copy }: CopySession): Pace {
  const known = paces.get(ctx.portalId) ?? {
    count: FIRST_COUNT,
    width: BigInt(copy.chunk),
    longest: 0,
  };
  if (!paces.has(ctx.portalId) && paces.size >= MAX_REMEMBERED) paces.clear();
  paces.set(ctx.portalId, known);
  if (!copy.takesBatch) known.count = Math.min(known.count, SINGLE_COUNT);
  return known;
}

/** How many entries make a page full: one shorter than the longest so far says that there is nothing more. */
export function fullPage(session: CopySession, pages: readonly { length: number }[]): number {
  const pace = paceOf(session);
  for (const { length } of pages) pace.longest = Math.max(pace.longest, length);
  return Math.max(1, Math.min(session.copy.chunk, pace.longest));
}

/** Numbers are spread over the log with gaps: the next ranges are as wide as these were full. */
export function widen(pace: Pace, loads: readonly Load[]): void {
  const [first] = loads;
  if (first === undefined) return;
  let ids = 0n;
  let rows = 0;
  let chars = 0;
  for (const load of loads) {
    const lowest = load.rows.at(-1);
    const isFull = load.rows.length >= load.limit && lowest !== undefined;
    ids += load.range.high - (isFull ? lowest.id : load.range.low) + 1n;
    rows += load.rows.length;
    for (const { entry } of load.rows) chars += charsOf(entry);
  }
  const perId = rows / Number(ids);
  const wanted = perId === 0 ? Number(pace.width) * 8 : (FILL * first.limit) / perId;
  pace.width = BigInt(Math.max(1, Math.min(Math.round(wanted), Number(pace.width) * 8)));
  const perPage = rows === 0 ? 1 : (chars / rows) * first.limit;
  pace.count = Math.max(1, Math.min(pace.count, Math.floor(MOST_CHARS / perPage)));
}

/** About as many as an entry has in an answer. */
export function charsOf(entry: Load["rows"][number]["entry"]): number {
  const { description, requestUri, userAgent } = entry;
  return 300 + (description?.length ?? 0) + requestUri.length + (userAgent?.length ?? 0);
}

export async function faster(session: CopySession, pace: Pace): Promise<void> {
  pace.count = Math.min(MOST_COUNT, pace.count * 2);
  if (session.copy.chunk < MOST_CHUNK) await setChunk(session, pace, session.copy.chunk * 2);
}

/** First fewer pages, then smaller ones. */
export async function slower(session: CopySession, pace: Pace): Promise<void> {
  if (pace.count > 1) pace.count = Math.floor(pace.count / 2);
  else await setChunk(session, pace, Math.floor(session.copy.chunk / 2));
}

async function setChunk(session: CopySession, pace: Pace, wanted: number): Promise<void> {
  const { ctx, copy, owner } = session;
  const chunk = Math.max(LEAST_CHUNK, Math.min(MOST_CHUNK, wanted));
  if (chunk === copy.chunk) return;
  pace.width = BigInt(Math.max(1, Math.round((Number(pace.width) * chunk) / copy.chunk)));
  copy.chunk = chunk;
  await ctx.db.$executeRaw`
    UPDATE archive_copy SET chunk = ${chunk}
    WHERE portal_id = ${ctx.portalId} AND lease_owner = ${owner}`;
}
