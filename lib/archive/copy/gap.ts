import type { LogEntry } from "./read-log.ts";
import type { CopyState } from "./session.ts";
import type { Span } from "./spans.ts";

// Portals keep their log for days: what was read so lately cannot have been dropped unseen.
const DOWNTIME_MS = 3_600_000;

/** Nobody read the log for so long that it may have changed in ways that cannot be seen from its end. */
export function wasAway({ unreadMs }: CopyState): boolean {
  return unreadMs === null || unreadMs > DOWNTIME_MS;
}

/**
 * What a page of new entries makes true. It closes on what is loaded, unless the portal's log now begins above that
 * and nobody had read it for long: then it may have dropped entries in between that nobody saw.
 */
export function spansAfter(
  copy: CopyState,
  input: { rows: readonly LogEntry[]; oldest: LogEntry | null },
): Span[] {
  const { newestId, newestAt } = copy;
  const [first] = input.rows;
  const last = input.rows.at(-1);
  if (first === undefined || last === undefined || newestId === null) return [];
  const { oldest } = input;
  const isCut = wasAway(copy) && oldest !== null && oldest.id > newestId + 1n;
  const loaded = { state: "loaded", high: last.id, highAt: last.at } as const;
  if (!isCut) return [{ ...loaded, low: newestId + 1n, lowAt: newestAt }];
  return [
    { state: "lost", low: newestId + 1n, high: first.id - 1n, lowAt: newestAt, highAt: first.at },
    { ...loaded, low: first.id, lowAt: first.at },
  ];
}
