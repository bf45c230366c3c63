import { z } from "zod";
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
  return events(feed, { ...input, start: isGiven ? String(BigInt(after)) : String(feed.head()) });
}

interface EventsInput extends StreamInput {
  start: string;
}

async function* events(feed: Feed, input: EventsInput): AsyncGenerator<string> {
  const { signal, isAllowed, onEnd, start } = input;
  let seq = start;
  let rows = 0;
  let [checkedAt, spokenAt] = [performance.now(), performance.now()];
  try {
    yield "retry: 3000\n\n";
    while (!signal.aborted) {
      if (performance.now() - checkedAt >= CHECK_MS) {
        if (!(await isAllowed())) return;
        checkedAt = performance.now();
      }
      if (feed.head() > BigInt(seq)) {
        const { items, lastSeq } = await feed.pageAfter(seq);
        rows += items.length;
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
    feed.close();
    onEnd(rows);
  }
}
