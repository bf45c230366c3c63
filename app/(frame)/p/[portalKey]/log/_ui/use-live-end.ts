import { useState } from "react";
import { byValue } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import type { LogAddress, LogFilter } from "./log-address.ts";
import { resolveTime } from "./time-range.ts";
import type { Entries } from "./use-entries.ts";

/** Names the list of a filter: it stays the same list when live mode ends, though its range is fixed then. */
export function useListKey(filter: LogFilter) {
  const [kept, keep] = useState<{ key: string; as: string } | null>(null);
  const own = keyOf(filter);
  const listKey = kept?.key === own ? kept.as : own;
  return { listKey, stayAs: (next: LogFilter) => keep({ key: keyOf(next), as: listKey }) };
}

function keyOf({ q, from, to, sort }: LogFilter): string {
  return JSON.stringify([q, from, to, sort]);
}

interface Input {
  filter: LogFilter;
  entries: Entries;
  /** When the portal's log was read last. */
  readAt: string | null;
  /** Lets in what live mode held back; false when that is too much. */
  letIn(): boolean;
  stayAs(next: LogFilter): void;
  change(part: Partial<LogAddress>): void;
}

/** Ends live mode: the rows stay as they are, and the range ends where they were seen last. */
export function useLiveEnd(input: Input): () => void {
  const api = useApi();
  const { timeZone } = useZone();
  const { filter, entries, readAt, letIn, stayAs, change } = input;
  return () => {
    const isWhole = letIn();
    const now = new Date(Date.now() + api.clockOffsetMs());
    const to = seenTo({ newestAt: entries.newestAt(), readAt, now });
    const from = filter.from === null ? null : resolveTime(filter.from, now, timeZone);
    const range = { from: from?.toISOString() ?? filter.from, to };
    const next = { ...filter, ...range };
    const isSame = isWhole && byValue(filter.sort) === null && entries.carryOver(next);
    if (isSame) stayAs(next);
    change({ ...range, isLive: false });
  };
}

/** Behind everything that was read, and behind every row that is there. */
function seenTo(input: { newestAt: number | null; readAt: string | null; now: Date }): string {
  const { newestAt, readAt, now } = input;
  const seen = readAt === null ? now.getTime() : Date.parse(readAt);
  return new Date(Math.max(seen, newestAt === null ? 0 : newestAt + 1_000)).toISOString();
}
