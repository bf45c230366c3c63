import { countEntries, searchEntries } from "../../archive/index.ts";
import type { PortalCtx } from "../../ctx.ts";
import type { Asked } from "./find-matches.ts";

interface CountInput extends Asked {
  signal: AbortSignal;
  /** Called with what was counted so far. */
  report(total: number): Promise<void>;
}

/** The archive counts a query up to a limit; these two can be stood in for by smaller ones. */
export interface Counters {
  count(ctx: PortalCtx, asked: Asked): Promise<{ total: number; isExact: boolean }>;
  /** Counts one by one, for a stretch that cannot be divided. */
  walk(ctx: PortalCtx, input: Asked & { signal: AbortSignal }): Promise<number>;
}

const UNIT_MS = 1_000;

/**
 * All matches exactly. Where the archive stops counting, the range is halved until each part is counted to its end;
 * parts share no entry, so one that arrives meanwhile is counted once or not at all.
 */
export async function countMatches(
  ctx: PortalCtx,
  input: CountInput,
  counters: Counters = { count: countEntries, walk: countPages },
): Promise<number> {
  const { signal, report, ...asked } = input;
  const { total, isExact } = await counters.count(ctx, asked);
  if (isExact) return total;
  const parts = [{ from: Date.parse(asked.from), to: Date.parse(asked.to) }];
  let counted = 0;
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    signal.throwIfAborted();
    const own = { ...asked, from: iso(part.from), to: iso(part.to) };
    const found = await counters.count(ctx, own);
    if (!found.isExact && part.to - part.from > UNIT_MS) {
      parts.push(...halves(part));
      continue;
    }
    counted += found.isExact ? found.total : await counters.walk(ctx, { ...own, signal });
    await report(counted);
  }
  return counted;
}

// The newer half is taken first.
function halves({ from, to }: { from: number; to: number }): { from: number; to: number }[] {
  const middle = Math.floor((from + to) / 2);
  return [
    { from, to: middle },
    { from: middle, to },
  ];
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

async function countPages(
  ctx: PortalCtx,
  { signal, ...asked }: Asked & { signal: AbortSignal },
): Promise<number> {
  let total = 0;
  let cursor: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await searchEntries(ctx, { ...asked, limit: 1_000, cursor });
    total += page.items.length;
    cursor = page.older ?? undefined;
  } while (cursor !== undefined);
  return total;
}
