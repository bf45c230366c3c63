import { setTimeout as pause } from "node:timers/promises";
import type { PortalCtx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import { callPortal } from "../portals/index.ts";
import { parseInput, toPortalFilter, type PortalFilterInput } from "./entry-filter.ts";
import { entryMatcher } from "./match-entry.ts";
import { parseEntryList } from "./parse-entry.ts";
import { ScanEntriesInput } from "./schemas.ts";
import type { EntryView } from "./entry-view.ts";

const PAGE = 1_000;
const MAX_TRIES = 8;
const MAX_WAIT_MS = 600_000;
// The portal's weather: the scan goes on where it stands instead of beginning again.
const PATIENT_CODES = [
  "portal_rate_limited",
  "portal_operation_limited",
  "portal_unavailable",
  "auth_server_unavailable",
] as const;

export interface ScanPage {
  /** Entries of this page that match everything, newest first. */
  matches: EntryView[];
  /** Entries read so far. */
  scanned: number;
  /** How many there are about to read; equal to `scanned` on the last page. */
  expected: number;
  isLast: boolean;
}

export type Scan = (
  ctx: PortalCtx,
  input: ScanEntriesInput & { signal?: AbortSignal },
) => AsyncIterable<ScanPage>;

/** Reads the log newest first in pages, with the rights of the portal's administrator, in the background. */
export async function* scanEntries(
  ctx: PortalCtx,
  input: ScanEntriesInput & { signal?: AbortSignal },
): AsyncGenerator<ScanPage, void, void> {
  const { signal, ...rest } = input;
  const { severities, text, ...filter } = parseInput(ScanEntriesInput, rest);
  const isMatch = entryMatcher({ severities, text });
  const read = (part: ReadPart) => readPatiently(ctx, { filter, signal, ...part });
  let scanned = 0;
  let newest = 0;
  let oldest: number | null = null;
  let before: string | undefined;
  for (;;) {
    const items = await read({ before, order: "DESC", limit: PAGE });
    scanned += items.length;
    const isLast = items.length < PAGE;
    if (before === undefined) newest = Number(items[0]?.id ?? 0);
    before = items.at(-1)?.id;
    const lowest = Number(before ?? 0);
    if (!isLast) oldest ??= Number((await read({ order: "ASC", limit: 1 }))[0]?.id ?? lowest);
    const expected = isLast ? scanned : estimate({ scanned, newest, lowest, oldest: oldest ?? 0 });
    yield { matches: items.filter(isMatch), scanned, expected, isLast };
    if (isLast) return;
  }
}

/** Numbers have gaps, so the share of the number range already read tells how much is left. */
function estimate(at: { scanned: number; newest: number; lowest: number; oldest: number }): number {
  const done = at.newest - at.lowest + 1;
  const whole = Math.max(at.newest - at.oldest + 1, done);
  return Math.max(at.scanned, Math.round((at.scanned * whole) / done));
}

interface ReadPart {
  before?: string | undefined;
  order: "ASC" | "DESC";
  limit: number;
}

interface ReadInput extends ReadPart {
  filter: PortalFilterInput;
  signal: AbortSignal | undefined;
}

async function readPatiently(ctx: PortalCtx, input: ReadInput): Promise<EntryView[]> {
  for (let attempt = 1; ; attempt += 1) {
    input.signal?.throwIfAborted();
    try {
      return await readPage(ctx, input);
    } catch (error) {
      const isPatient = PATIENT_CODES.some((code) => isAppError(error, code));
      if (!isPatient || !isAppError(error) || attempt === MAX_TRIES) throw error;
      const waitMs = error.retryAfterMs ?? 500 * 2 ** attempt;
      if (waitMs > MAX_WAIT_MS) throw error;
      await pause(waitMs, undefined, { signal: input.signal });
    }
  }
}

async function readPage(ctx: PortalCtx, input: ReadInput): Promise<EntryView[]> {
  const { result } = await callPortal<unknown>(ctx, {
    method: "main.eventlog.list",
    api: "v3",
    priority: "background",
    params: {
      filter: toPortalFilter({ ...input.filter, before: input.before }),
      order: { id: input.order },
      pagination: { limit: input.limit },
    },
  });
  return parseEntryList(result);
}
