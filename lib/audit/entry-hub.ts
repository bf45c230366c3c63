import { entriesAfter, type EntryView } from "../archive/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { runCompiled, type Db } from "../db/index.ts";
import { unavailable } from "../errors.ts";
import { log } from "../log.ts";
import { takePlace } from "./stream-places.ts";

const LOOK_MS = 500;
const MAX_PAUSE_MS = 10_000;
const PAGE_ROWS = 500;
// Streams that are up to date ask for the same page; the others go through theirs alone.
const KEPT_PAGES = 16;

interface Page {
  items: EntryView[];
  lastSeq: string;
}

/** All that is read of one portal, by one process, for all of its streams. */
interface PortalFeed {
  /** Everything up to here is committed. */
  head: bigint;
  streams: number;
  pages: Map<string, Promise<Page>>;
  waiting: Set<() => void>;
  /** Ends when the last page that was asked for is read: pages are read one after another. */
  reading: Promise<unknown>;
}

interface Hub {
  feeds: Map<bigint, PortalFeed>;
  timer: NodeJS.Timeout | null;
  isLooking: boolean;
  /** Looks that failed one after another, and until when nobody looks again. */
  failures: number;
  pausedUntil: number;
  /** Aborted when the process stops. */
  end: AbortController;
  looks: number;
  reads: number;
}

// Next bundles this module more than once per process; the symbol is shared by all copies.
const HUB = Symbol.for("logbook.entry-hub");
const shared = globalThis as { [HUB]?: Hub };

function hub(): Hub {
  return (shared[HUB] ??= {
    ...{ feeds: new Map(), timer: null, looks: 0, reads: 0 },
    ...{ isLooking: false, failures: 0, pausedUntil: 0, end: new AbortController() },
  });
}

/** Ends all streams of the process and lets no more in: it is about to stop. */
export function endStreams(): void {
  hub().end.abort();
}

export interface Feed {
  /** Aborted when all streams are to end. */
  ended: AbortSignal;
  head(): bigint;
  /** What was stored behind a number; each page is read once, whoever asks for it. */
  pageAfter(seq: string): Promise<Page>;
  /** Ends when something was stored, when the signal says so, or after some time. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Only the first time counts. */
  close(): void;
}

/** Takes part in the reading of a portal; one look at all heads serves all streams of the process. */
export async function openFeed(ctx: PortalCtx): Promise<Feed> {
  const { end, feeds } = hub();
  if (end.signal.aborted) throw unavailable("The server is about to be started again.");
  const leave = takePlace(ctx);
  const feed = feeds.get(ctx.portalId) ?? newFeed(ctx.portalId);
  feed.streams += 1;
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    leave();
    feed.streams -= 1;
    if (feed.streams === 0 && feeds.get(ctx.portalId) === feed) feeds.delete(ctx.portalId);
  };
  try {
    await look(ctx.db);
  } catch (error) {
    close();
    throw error;
  }
  start(ctx.db);
  return {
    ended: end.signal,
    head: () => feed.head,
    pageAfter: (seq) => readPage(ctx, feed, seq),
    wait: (ms, signal) => waitFor(feed, { ms, signal }),
    close,
  };
}

/** For tests and measures: how often heads and pages were read. */
export function hubCounts(): { looks: number; reads: number; portals: number } {
  const { looks, reads, feeds } = hub();
  return { looks, reads, portals: feeds.size };
}

function newFeed(portalId: bigint): PortalFeed {
  const feed = {
    ...{ head: 0n, streams: 0, pages: new Map<string, Promise<Page>>() },
    ...{ waiting: new Set<() => void>(), reading: Promise.resolve() },
  };
  hub().feeds.set(portalId, feed);
  return feed;
}

function start(db: Db): void {
  const state = hub();
  if (state.timer !== null) return;
  state.timer = setInterval(() => {
    if (state.feeds.size > 0) void lookAgain(db);
    else if (state.timer !== null) {
      clearInterval(state.timer);
      state.timer = null;
    }
  }, LOOK_MS);
  state.timer.unref();
}

// One look at a time; after failures there are pauses, each twice as long as the one before.
async function lookAgain(db: Db): Promise<void> {
  const state = hub();
  if (state.isLooking || performance.now() < state.pausedUntil) return;
  state.isLooking = true;
  try {
    await look(db);
    state.failures = 0;
  } catch (error) {
    state.failures += 1;
    const pauseMs = Math.min(MAX_PAUSE_MS, LOOK_MS * 2 ** Math.min(state.failures, 10));
    state.pausedUntil = performance.now() + pauseMs;
    log("warn", "stream.look_failed", { error, pauseMs });
  } finally {
    state.isLooking = false;
  }
}

async function look(db: Db): Promise<void> {
  const state = hub();
  state.looks += 1;
  const rows = await runCompiled<{ portal_id: bigint; last_seq: bigint }>(db, {
    text: "SELECT portal_id, last_seq FROM archive_head WHERE portal_id = ANY($1::bigint[])",
    values: [[...state.feeds.keys()].map(String)],
  });
  for (const { portal_id: portalId, last_seq: head } of rows) {
    const feed = state.feeds.get(portalId);
    if (feed === undefined || head <= feed.head) continue;
    feed.head = head;
    for (const wake of feed.waiting) wake();
  }
}

function readPage(ctx: PortalCtx, feed: PortalFeed, seq: string): Promise<Page> {
  const known = feed.pages.get(seq);
  if (known !== undefined) return known;
  hub().reads += 1;
  const page = feed.reading.then(async () => entriesAfter(ctx, { after: seq, limit: PAGE_ROWS }));
  feed.reading = page.catch(() => undefined);
  feed.pages.set(seq, page);
  const [oldest] = feed.pages.keys();
  if (feed.pages.size > KEPT_PAGES && oldest !== undefined) feed.pages.delete(oldest);
  // What failed, or saw nothing new, is read again by whoever asks next.
  page.then(
    ({ lastSeq }) => {
      if (lastSeq === seq) feed.pages.delete(seq);
    },
    () => feed.pages.delete(seq),
  );
  return page;
}

async function waitFor(
  feed: PortalFeed,
  { ms, signal }: { ms: number; signal: AbortSignal },
): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const wake = () => {
    resolve(undefined);
  };
  feed.waiting.add(wake);
  signal.addEventListener("abort", wake, { once: true });
  const timer = setTimeout(wake, ms);
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", wake);
  feed.waiting.delete(wake);
}
