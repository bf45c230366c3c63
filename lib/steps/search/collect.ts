import type { EntryView, ScanPage } from "../../archive/index.ts";

export interface Collected {
  /** All matches, also those not kept. */
  count: number;
  scanned: number;
  /** The newest ones, newest first. */
  newest: EntryView[];
  oldest: EntryView | null;
}

export interface CollectProgress {
  scanned: number;
  expected: number;
  count: number;
  isLast: boolean;
}

const MIN_GAP_MS = 1_000;

/** Counts all matches and keeps the newest; reports at most once a second, and at the end. */
export async function collectMatches(
  pages: AsyncIterable<ScanPage>,
  input: {
    limit: number;
    now: () => Date;
    report: (progress: CollectProgress) => Promise<void>;
  },
): Promise<Collected> {
  const found: Collected = { count: 0, scanned: 0, newest: [], oldest: null };
  let reportedAt = input.now().getTime();
  for await (const { matches, scanned, expected, isLast } of pages) {
    found.count += matches.length;
    found.scanned = scanned;
    found.newest.push(...matches.slice(0, input.limit - found.newest.length));
    found.oldest = matches.at(-1) ?? found.oldest;
    const now = input.now().getTime();
    if (!isLast && now - reportedAt < MIN_GAP_MS) continue;
    reportedAt = now;
    await input.report({ scanned, expected, count: found.count, isLast });
  }
  return found;
}
