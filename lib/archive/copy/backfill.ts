import { isOutOfTime } from "../../db/index.ts";
import { isAppError } from "../../errors.ts";
import { log } from "../../log.ts";
import { keepPage, noteFilled } from "./keep-page.ts";
import { endOfLog, rangePage } from "./log-requests.ts";
import { faster, fullPage, paceOf, slower, widen, type Pace } from "./pace.ts";
import { readLog } from "./read-log.ts";
import { readTail } from "./read-tail.ts";
import { isTailDue, type CopySession } from "./session.ts";
import { loadedPart, lostParts, type Load } from "./span-of-load.ts";
import { readSpans } from "./span-rows.ts";
import { planRanges, type IdRange, type Span } from "./spans.ts";
import { together } from "./together.ts";

const HUGE = ["portal_unavailable", "portal_bad_request", "portal_operation_limited"] as const;

/** Loads what is still pending, newest first, until the time is up; true when something is left. */
export async function backfill(session: CopySession, until: number): Promise<boolean> {
  const between = async (): Promise<void> => {
    if (await isTailDue(session)) await readTail(session);
  };
  for (;;) {
    const pending = await readPending(session);
    if (pending.length === 0) break;
    if (performance.now() >= until) return true;
    const ranges = planRanges(pending, paceOf(session));
    await loadRanges(session, { ranges, pending, between });
  }
  await noteFilled(session);
  return false;
}

async function readPending({ ctx, copy }: CopySession): Promise<Span[]> {
  const spans = await readSpans(ctx.db, { portalId: ctx.portalId, epoch: copy.epoch });
  return spans.filter(({ state }) => state === "pending");
}

interface LoadRangesInput {
  ranges: readonly IdRange[];
  pending: readonly Span[];
  /** After each part: whoever waits for the newest entries does not wait for all of these. */
  between?: () => Promise<void>;
}

/** Reads ranges, newest first, and keeps them with their entries; all of `pending` below the log's begin is lost. */
export async function loadRanges(session: CopySession, input: LoadRangesInput): Promise<void> {
  const { epoch } = session.copy;
  const { loads, begin } = await askRanges(session, input.ranges);
  const waiting = session.storesSingly ? loads.map((load) => [load]) : together(loads);
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    if (!(await keepLoads(session, part))) {
      session.storesSingly = true;
      waiting.unshift(...part.map((load) => [load]));
      continue;
    }
    await input.between?.();
    // The numbers mean other entries by now.
    if (session.copy.epoch !== epoch) return;
  }
  const lost = lostParts(input.pending, begin);
  if (lost.length > 0) await keepPage(session, { rows: [], spans: lost });
}

/** False when the database takes too long for several of them at once. */
async function keepLoads(session: CopySession, loads: readonly Load[]): Promise<boolean> {
  const rows = loads.toReversed().flatMap((load) => load.rows.toReversed());
  try {
    await keepPage(session, { rows, spans: loads.flatMap(loadedPart) });
  } catch (error) {
    if (loads.length === 1 || !isOutOfTime(error)) throw error;
    log("warn", "archive.stores_singly", { portalId: session.ctx.portalId, error });
    return false;
  }
  return true;
}

async function askRanges(
  session: CopySession,
  ranges: readonly IdRange[],
): Promise<{ loads: Load[]; begin: bigint }> {
  const pace = paceOf(session);
  const startedAt = performance.now();
  // Asked for last, so that whatever is missing above it was never there.
  const commands = [
    ...ranges.map((range) => rangePage(range, session.copy.chunk)),
    endOfLog("oldest"),
  ];
  const pages = await readLog(session, commands).catch(async (error: unknown) => {
    if (HUGE.some((code) => isAppError(error, code))) await slower(session, pace);
    throw error;
  });
  const limit = fullPage(session, pages);
  const oldest = pages.at(-1)?.[0];
  const begin = oldest?.id ?? (session.copy.newestId ?? 0n) + 1n;
  const loads = ranges.map((range, place) => ({ range, rows: pages[place] ?? [], limit, begin }));
  widen(pace, loads);
  await adapt(session, pace, performance.now() - startedAt);
  return { loads, begin };
}

const SLOW_MS = 10_000;
const FAST_MS = 4_000;

async function adapt(session: CopySession, pace: Pace, tookMs: number): Promise<void> {
  if (tookMs > SLOW_MS) await slower(session, pace);
  else if (tookMs < FAST_MS) await faster(session, pace);
}
