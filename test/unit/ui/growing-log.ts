import { LIVE_SIZE } from "../../../app/(frame)/p/[portalKey]/log/_ui/entry-query.ts";
import {
  LiveFeed,
  POLL_MS,
  QUIET,
  type HeldReason,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/live-feed.ts";
import { makeEntry, NO_COVERAGE } from "./make-entry.ts";

/** A log that grows: numbers up to `newest`, handed out oldest first and at most a page at once. */
export function makeGrowingLog(newest: number) {
  const log = {
    newest,
    asked: [] as string[],
    late: [] as string[],
    below: [] as string[],
    isDown: false,
    held: null as HeldReason | null,
    isHidden: false,
    pollMs: POLL_MS,
    inserted: [] as string[],
    reads: 0,
    state: QUIET,
  };
  const fetchAfter = async (after: string) => {
    log.asked.push(after);
    if (log.isDown) throw new Error("no connection");
    const first = Number(after) + 1;
    const count = Math.max(0, Math.min(LIVE_SIZE, log.newest - first + 1));
    const items = Array.from({ length: count }, (_, index) => makeEntry(String(first + index)));
    const lastSeq = String(first + count - 1);
    const hasMore = Number(lastSeq) < log.newest;
    return { items, users: {}, lastSeq, hasMore, coverage: NO_COVERAGE };
  };
  const feed = new LiveFeed({
    fetchAfter,
    heldBecause: () => log.held,
    placeOf: ({ id }) =>
      log.below.includes(id) ? "below" : log.late.includes(id) ? "late" : "new",
    insert: (news) => {
      log.inserted.unshift(...news.items.map((entry) => entry.id));
    },
    onRead: () => {
      log.reads += 1;
    },
    isHidden: () => log.isHidden,
    pollMs: () => log.pollMs,
    onChange: (state) => {
      log.state = state;
    },
  });
  return { log, feed };
}
