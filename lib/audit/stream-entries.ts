import { z } from "zod";
import { isBusy } from "../archive/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { invalidInput } from "../errors.ts";
import { openFeed, type Feed } from "./entry-hub.ts";

export interface StreamInput {
  /** Where to go on: the number of the last entry that was received; from now on when left out. */
  after?: string | null | undefined;
  /** Asked now and then: the stream ends with the right to it. */
  isAllowed(): Promise<boolean>;
  /** When nobody listens any more. */
  signal: AbortSignal;
  /** When it is over, with the number of entries that were sent. */
  onEnd(rows: number): void;
}

const CHECK_MS = 5_000;
const HEARTBEAT_MS = 15_000;
const BUSY_MS = 1_000;
const After = z.string().regex(/^\d{1,18}$/);

/** Entries as server-sent events, in the order in which they were stored, each once and only when committed. */
export async function streamEntries(
  ctx: PortalCtx,
  input: StreamInput,
): Promise<AsyncIterable<string>> {
  const { after } = input;
  const isGiven = after !== undefined && after !== null && after !== "";
  if (isGiven && !After.safeParse(after).success) {
    const message = "must be the number of an entry";
    throw invalidInput(`after: ${message}`, [{ at: "after", message }]);
  }
  const feed = await openFeed(ctx);
  const start = isGiven ? BigInt(after) : feed.head();
  if (start > feed.head()) {
    feed.close();
    const message = "is not reached yet: the archive may have been restored";
    throw invalidInput("cursor_invalid", [{ at: "after", message }]);
  }
  return events(feed, openEnd(feed, { ...input, start: String(start) }));
}

interface EventsInput {
  start: string;
  signal: AbortSignal;
  isAllowed(): Promise<boolean>;
  sent(rows: number): void;
  end(): void;
}

// Nobody may ever read what is made here: the end does not wait for that.
function openEnd(feed: Feed, input: StreamInput & { start: string }): EventsInput {
  const signal = AbortSignal.any([input.signal, feed.ended]);
  let [rows, isOver] = [0, false];
  const end = () => {
    if (isOver) return;
    isOver = true;
    signal.removeEventListener("abort", end);
    feed.close();
    input.onEnd(rows);
  };
  signal.addEventListener("abort", end);
  if (signal.aborted) end();
  const sent = (count: number) => {
    rows += count;
  };
  return { start: input.start, signal, isAllowed: input.isAllowed, sent, end };
}

async function* events(feed: Feed, input: EventsInput): AsyncGenerator<string> {
  const { signal, isAllowed } = input;
  let seq = input.start;
  let [checkedAt, spokenAt] = [performance.now(), performance.now()];
  try {
    yield "retry: 3000\n\n";
    while (!signal.aborted) {
      if (performance.now() - checkedAt >= CHECK_MS) {
        if (!(await isAllowed())) return;
        checkedAt = performance.now();
      }
      if (feed.head() > BigInt(seq)) {
        const page = await pageAfter(feed, seq);
        if (page === null) {
          await feed.wait(BUSY_MS, signal);
          continue;
        }
        const { items, lastSeq } = page;
        input.sent(items.length);
        if (items.length > 0) {
          yield items
            .map((entry) => `id: ${entry.id}\ndata: ${JSON.stringify(entry)}\n\n`)
            .join("");
          spokenAt = performance.now();
        }
        seq = lastSeq;
        continue;
      }
      if (performance.now() - spokenAt >= HEARTBEAT_MS) {
        yield ": still here\n\n";
        spokenAt = performance.now();
      }
      await feed.wait(CHECK_MS, signal);
    }
  } finally {
    input.end();
  }
}

/** Null when others search too much just now. */
async function pageAfter(feed: Feed, seq: string) {
  try {
    return await feed.pageAfter(seq);
  } catch (error) {
    if (isBusy(error)) return null;
    throw error;
  }
}
