import { endOfLog, newestPage } from "./log-requests.ts";
import { keepPage } from "./keep-page.ts";
import { fullPage } from "./pace.ts";
import { readLog, type LogEntry } from "./read-log.ts";
import type { CopySession } from "./session.ts";
import type { Span } from "./spans.ts";

/**
 * Stores the newest page at once, so that there is something to read, and notes what lies between it and what is
 * known already as still to be loaded. False when the portal's log is empty.
 */
export async function readNewest(session: CopySession): Promise<boolean> {
  const { copy } = session;
  const [page = [], [oldest] = []] = await readLog(session, [
    newestPage(copy.chunk),
    endOfLog("oldest"),
  ]);
  fullPage(session, [page]);
  const rows = page.toReversed();
  const [first] = rows;
  const newest = rows.at(-1);
  if (first === undefined || newest === undefined) return false;
  const bottom = copy.newestId === null ? (oldest?.id ?? first.id) : copy.newestId + 1n;
  const loaded: Span = spanOf("loaded", first, newest);
  const pending: Span = {
    state: "pending",
    low: bottom,
    high: first.id - 1n,
    lowAt: copy.newestId === null ? (oldest?.at ?? null) : copy.newestAt,
    highAt: first.at,
  };
  await keepPage(session, { rows, spans: [pending, loaded], newest });
  return true;
}

export function spanOf(state: Span["state"], first: LogEntry, last: LogEntry): Span {
  return { state, low: first.id, high: last.id, lowAt: first.at, highAt: last.at };
}
