import { setImmediate } from "node:timers/promises";
import { count } from "../../counts.ts";
import { batchPortalV3, callPortal } from "../../portals/index.ts";
import { parsePortalEntries } from "../parse-entry.ts";
import type { PortalEntry } from "../read-portal-entry.ts";
import { readTime } from "../store/entry-time.ts";
import { loadMasks } from "../store/masks.ts";
import { isBatchInDoubt, isBatchRefused } from "./batch-doubt.ts";
import type { LogCommand } from "./log-requests.ts";
import type { CopySession } from "./session.ts";

/** An entry with the portal's number as a number; a time that cannot be read or true is null. */
export interface LogEntry {
  id: bigint;
  at: Date | null;
  entry: PortalEntry;
}

const TIMEOUT_MS = 25_000;
const DAY_MS = 86_400_000;
const EARLIEST = Date.UTC(2000, 0, 1);

/** Reads several pages at once where the portal takes that, else one after another; each as a list of entries. */
export async function readLog(
  session: CopySession,
  commands: readonly LogCommand[],
): Promise<LogEntry[][]> {
  session.signal.throwIfAborted();
  if (commands.length < 2 || !session.copy.takesBatch) return readSingly(session, commands);
  try {
    return await readBatch(session, commands);
  } catch (error) {
    return readDespite(session, { commands, error });
  }
}

async function readBatch(
  session: CopySession,
  commands: readonly LogCommand[],
): Promise<LogEntry[][]> {
  const { ctx, priority } = session;
  count("archive_requests_total", { kind: "batch" });
  const input = { commands: [...commands], priority, timeoutMs: TIMEOUT_MS };
  return toPages(session, await batchPortalV3(ctx, input));
}

interface FailedBatch {
  commands: readonly LogCommand[];
  error: unknown;
}

/** The same pages one after another where the batch is what failed; throws where it is the portal. */
async function readDespite(
  session: CopySession,
  { commands, error }: FailedBatch,
): Promise<LogEntry[][]> {
  if (isBatchRefused(error)) {
    const pages = await readSingly(session, commands);
    await leaveBatch(session);
    return pages;
  }
  if (!isBatchInDoubt(session, error)) throw error;
  const first = await readSingly(session, commands.slice(0, 1));
  // The others may still wait for the portal's budget: the next try is not to begin with a batch again.
  await leaveBatch(session);
  return [...first, ...(await readSingly(session, commands.slice(1)))];
}

async function leaveBatch({ ctx, copy }: CopySession): Promise<void> {
  copy.takesBatch = false;
  await ctx.db.archiveCopy.update({
    where: { portalId: ctx.portalId },
    data: { takesBatch: false },
  });
}

async function readSingly(
  session: CopySession,
  commands: readonly LogCommand[],
): Promise<LogEntry[][]> {
  const { ctx, priority, signal } = session;
  const pages: LogEntry[][] = [];
  for (const { method, query } of commands) {
    signal.throwIfAborted();
    count("archive_requests_total", { kind: "single" });
    const call = { method, params: query, api: "v3", priority, timeoutMs: TIMEOUT_MS } as const;
    pages.push(...(await toPages(session, [(await callPortal<unknown>(ctx, call)).result])));
  }
  return pages;
}

async function toPages(session: CopySession, results: readonly unknown[]): Promise<LogEntry[][]> {
  const masks = await loadMasks(session.ctx);
  const pages: LogEntry[][] = [];
  for (const result of results) {
    pages.push(toEntries(session, parsePortalEntries(result, masks)));
    // A thousand entries are masked in one go; whatever else this process does comes in between.
    await setImmediate();
  }
  return pages;
}

function toEntries({ ctx }: CopySession, entries: readonly PortalEntry[]): LogEntry[] {
  const latest = ctx.now().getTime() + DAY_MS;
  return entries.map((entry) => {
    const at = readTime(entry.timestampX);
    const isTrue = at !== null && at >= EARLIEST && at <= latest;
    return { id: BigInt(entry.nativeId), at: isTrue ? new Date(at) : null, entry };
  });
}
