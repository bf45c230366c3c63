import { setTimeout as pause } from "node:timers/promises";
import {
  copyPortal,
  getCoverage,
  loadSpan,
  refreshTail,
  type CoverageView,
} from "../../archive/index.ts";
import { AppError, ERROR_CODES, type ErrorCode } from "../../errors.ts";
import type { StepContext } from "../../runs/index.ts";
import type { TimeRange } from "./range.ts";
import { errorText } from "./texts.ts";

interface AwaitInput {
  range: TimeRange;
  /** Called when it takes long, with the part of the log that is loaded. */
  report(percent: number): Promise<void>;
  /** How long one attempt waits; the queue comes back to the run until its deadline. */
  patienceMs?: number;
}

// Entries may appear in the portal's log some minutes after their time.
const LATE_MS = 600_000;
const PATIENCE_MS = 120_000;
const REPORT_MS = 10_000;
const LOOK_MS = 1_000;
const RETRY_MS = 10_000;
// Somebody has to find out first whether the app is really gone.
const REMOVED_RETRY_MS = 60_000;

/**
 * Waits until the archive holds all of the range that it can get, and tells what it holds. Fails with the reason why
 * the portal does not give the rest, so that nothing is searched that only looks complete.
 */
export async function awaitLog(step: StepContext, input: AwaitInput): Promise<CoverageView> {
  const { ctx, signal } = step;
  const { range, report, patienceMs = PATIENCE_MS } = input;
  let coverage = await readTail(step, range);
  const giveUpAt = performance.now() + patienceMs;
  let reportAt = -Infinity;
  for (;;) {
    const span = pendingSpan(coverage, range);
    if (span === null) return coverage;
    signal.throwIfAborted();
    const now = performance.now();
    if (coverage.reason !== null || now > giveUpAt) throw unread(coverage);
    if (now >= reportAt) {
      await report(coverage.percent);
      reportAt = now + REPORT_MS;
    }
    // The copying goes from new to old: what lies further back is loaded ahead of its turn.
    const isNext = span.to <= range.to.getTime();
    const before = new Date(Math.min(span.to, range.to.getTime()) + 1);
    const isLoaded = !isNext && (await loadSpan(ctx, { before }));
    if (!isLoaded) await pause(LOOK_MS, undefined, { signal });
    coverage = await getCoverage(ctx);
  }
}

/** Has the log read up to its end, unless that was done long enough after the range. */
async function readTail({ ctx, signal }: StepContext, range: TimeRange): Promise<CoverageView> {
  const known = await getCoverage(ctx);
  const readAt = known.readAt === null ? -Infinity : Date.parse(known.readAt);
  if (readAt >= range.to.getTime() + LATE_MS) return known;
  // Both end with the run and then leave the log to others, which a reading for viewers does not.
  const { outcome } = await copyPortal(ctx, { signal, sliceMs: 0 });
  const isRead =
    outcome === "busy" ? (await refreshTail(ctx, { maxAgeMs: 0, signal })).isFresh : null;
  const coverage = await getCoverage(ctx);
  if (isRead ?? outcome === "done") return coverage;
  throw unread(coverage);
}

/** The newest stretch of the range that the portal still has and the archive not yet. */
function pendingSpan(coverage: CoverageView, range: TimeRange): { to: number } | null {
  const from = range.from?.getTime() ?? -Infinity;
  const found = coverage.spans.findLast(
    (span) =>
      span.state === "pending" &&
      Date.parse(span.to) >= from &&
      (span.from === null || Date.parse(span.from) < range.to.getTime()),
  );
  return found === undefined ? null : { to: Date.parse(found.to) };
}

function unread({ reason, percent }: CoverageView): AppError {
  const code = ERROR_CODES.find((known: ErrorCode) => known === reason);
  if (code === undefined) {
    return new AppError("unavailable", `The log is still being loaded, ${percent} %.`, {
      retryAfterMs: RETRY_MS,
      texts: {
        ru: `Журнал событий ещё загружается, ${percent} %.`,
        de: `Das Ereignisprotokoll wird noch geladen, ${percent} %.`,
      },
    });
  }
  const message = `The portal's log could not be read (${code}).`;
  return new AppError(code, message, {
    retryAfterMs: code === "portal_removed" ? REMOVED_RETRY_MS : RETRY_MS,
    texts: { ru: errorText(code, "ru") },
  });
}
