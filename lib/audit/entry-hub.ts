import { entriesAfter, type EntryView } from "../archive/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { runCompiled, type Db } from "../db/index.ts";
import { log } from "../log.ts";

const LOOK_MS = 500;
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
}

interface Hub {
  feeds: Map<bigint, PortalFeed>;
  timer: NodeJS.Timeout | null;
  isLooking: boolean;
  looks: number;
  reads: number;
}

// Next bundles this module more than once per process; the symbol is shared by all copies.
const HUB = Symbol.for("logbook.entry-hub");
const shared = globalThis as { [HUB]?: Hub };

function hub(): Hub {
  return (shared[HUB] ??= { feeds: new Map(), timer: null, isLooking: false, looks: 0, reads: 0 });
}

export interface Feed {
  head(): bigint;
  /** What was stored behind a number; each page is read once, whoever asks for it. */
  pageAfter(seq: string): Promise<Page>;
  /** Ends when something was stored, when the signal says so, or after some time. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Takes part in the reading of a portal; one look at all heads serves all streams of the process. */
export async function openFeed(ctx: PortalCtx): Promise<Feed> {
  const feed = hub().feeds.get(ctx.portalId) ?? newFeed(ctx.portalId);
  feed.streams += 1;
  await look(ctx.db);
  start(ctx.db);
  return {
    head: () => feed.head,
    pageAfter: (seq) => readPage(ctx, feed, seq),
    wait: (ms, signal) => waitFor(feed, { ms, signal }),
    close: () => {
      feed.streams -= 1;
      if (feed.streams === 0 && hub().feeds.get(ctx.portalId) === feed) {
        hub().feeds.delete(ctx.portalId);
      }
    },
  };
}

/** For tests and measures: how often heads and pages were read. */
export function hubCounts(): { looks: number; reads: number; portals: number } {
  const { looks, reads, feeds } = hub();
  return { looks, reads, portals: feeds.size };
}

function newFeed(portalId: bigint): PortalFeed {
  const feed = { head: 0n, streams: 0, pages: new Map(), waiting: new Set<() => void>() };
  hub().feeds.set(portalId, feed);
  return feed;
}

function start(db: Db): void {
  const state = hub();
  if (state.timer !== null) return;
  state.timer = setInterval(() => {
    if (state.feeds.size > 0) {
      look(db).catch((error: unknown) => {
        log("warn", "stream.look_failed", { error });
      });
    } else if (state.timer !== null) {
      clearInterval(state.timer);
      state.timer = null;
    }
  }, LOOK_MS);
  state.timer.unref();
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
  const page = entriesAfter(ctx, { after: seq, limit: PAGE_ROWS });
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
