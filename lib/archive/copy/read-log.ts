import { setImmediate } from "node:timers/promises";
import { count } from "../../counts.ts";
import { isAppError } from "../../errors.ts";
import { batchPortalV3, callPortal } from "../../portals/index.ts";
import { parsePortalEntries } from "../parse-entry.ts";
import type { PortalEntry } from "../read-portal-entry.ts";
import { readTime } from "../store/entry-time.ts";
import { loadMasks } from "../store/masks.ts";
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
// How a portal says that it knows no such batch; its refusal of what is inside may look the same.
const UNKNOWN_BATCH = ["portal_bad_request", "portal_method_missing"] as const;

/** Reads several pages at once where the portal takes that, else one after another; each as a list of entries. */
export async function readLog(
  session: CopySession,
  commands: readonly LogCommand[],
): Promise<LogEntry[][]> {
  const results = await readResults(session, commands);
  const masks = await loadMasks(session.ctx);
  const pages: LogEntry[][] = [];
  for (const result of results) {
    pages.push(toEntries(session, parsePortalEntries(result, masks)));
    // A thousand entries are masked in one go; whatever else this process does comes in between.
    await setImmediate();
  }
  return pages;
}

async function readResults(
  session: CopySession,
  commands: readonly LogCommand[],
): Promise<unknown[]> {
  session.signal.throwIfAborted();
  if (commands.length < 2 || !session.copy.takesBatch) return readSingly(session, commands);
  const { ctx, priority } = session;
  try {
    count("archive_requests_total", { kind: "batch" });
    return await batchPortalV3(ctx, { commands: [...commands], priority, timeoutMs: TIMEOUT_MS });
  } catch (error) {
    if (!UNKNOWN_BATCH.some((code) => isAppError(error, code))) throw error;
    const results = await readSingly(session, commands);
    session.copy.takesBatch = false;
    await ctx.db.archiveCopy.update({
      where: { portalId: ctx.portalId },
      data: { takesBatch: false },
    });
    return results;
  }
}

async function readSingly(
  { ctx, priority, signal }: CopySession,
  commands: readonly LogCommand[],
): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const { method, query } of commands) {
    signal.throwIfAborted();
    count("archive_requests_total", { kind: "single" });
    const call = { method, params: query, api: "v3", priority, timeoutMs: TIMEOUT_MS } as const;
    results.push((await callPortal<unknown>(ctx, call)).result);
  }
  return results;
}

function toEntries({ ctx }: CopySession, entries: readonly PortalEntry[]): LogEntry[] {
  const latest = ctx.now().getTime() + DAY_MS;
  return entries.map((entry) => {
    const at = readTime(entry.timestampX);
    const isTrue = at !== null && at >= EARLIEST && at <= latest;
    return { id: BigInt(entry.nativeId), at: isTrue ? new Date(at) : null, entry };
  });
}
