import { useState } from "react";
import { byValue } from "../../../../../../lib/archive/shared.ts";
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
  const { timeZone } = useZone();
  const { filter, entries, readAt, letIn, stayAs, change } = input;
  return () => {
    const now = new Date();
    const to = seenTo({ rows: entries.rows, readAt, now });
    const from = filter.from === null ? null : resolveTime(filter.from, now, timeZone);
    const range = { from: from?.toISOString() ?? filter.from, to };
    const next = { ...filter, ...range };
    const isWhole = letIn();
    if (byValue(filter.sort) === null && isWhole) {
      entries.carryOver(next);
      stayAs(next);
    }
    change({ ...range, isLive: false });
  };
}

/** Behind everything that was read, and behind every row that is shown. */
function seenTo({
  rows,
  readAt,
  now,
}: {
  rows: Entries["rows"];
  readAt: string | null;
  now: Date;
}) {
  const seen = readAt === null ? now.getTime() : Date.parse(readAt);
  const shown = rows.reduce((newest, { at }) => Math.max(newest, Date.parse(at) + 1_000), 0);
  return new Date(Math.max(seen, shown)).toISOString();
}
