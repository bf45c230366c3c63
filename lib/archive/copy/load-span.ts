import type { PortalCtx } from "../../ctx.ts";
import { isoSeconds } from "../store/entry-time.ts";
import { loadRanges } from "./backfill.ts";
import { withoutLease } from "./copy-portal.ts";
import { joinWork } from "./join-work.ts";
import { newestBefore } from "./log-requests.ts";
import { paceOf } from "./pace.ts";
import { readLog } from "./read-log.ts";
import type { CopySession } from "./session.ts";
import { readSpans } from "./span-rows.ts";
import type { IdRange, Span } from "./spans.ts";

/**
 * Loads the entries just before a moment that a reader has reached, ahead of the copying in the background. False
 * when there was nothing to load, or the portal did not give it.
 */
export async function loadSpan(ctx: PortalCtx, input: { before: Date }): Promise<boolean> {
  return joinWork(ctx, `span ${input.before.getTime()}`, async () => {
    const { stored, isMore } = await withoutLease(ctx, async (session) => {
      const spans = await readSpans(ctx.db, { portalId: ctx.portalId, epoch: session.copy.epoch });
      const pending = spans.filter(({ state }) => state === "pending");
      const range = await findRange(session, { pending, before: input.before });
      if (range === null) return false;
      await loadRanges(session, { ranges: [range], pending });
      return true;
    });
    return isMore || stored > 0;
  });
}

async function findRange(
  session: CopySession,
  { pending, before }: { pending: readonly Span[]; before: Date },
): Promise<IdRange | null> {
  const time = before.getTime();
  const span = pending.findLast(({ lowAt }) => lowAt === null || lowAt.getTime() < time);
  if (span === undefined) return null;
  const high =
    (span.highAt?.getTime() ?? time) <= time ? span.high : await locate(session, span, before);
  if (high === null) return null;
  const low = high - paceOf(session).width + 1n;
  return { low: low < span.low ? span.low : low, high };
}

// In the middle of what is pending only the portal knows which number had come by then.
async function locate(session: CopySession, span: Span, before: Date): Promise<bigint | null> {
  const [page] = await readLog(session, [newestBefore(span, isoSeconds(before.getTime()))]);
  return page?.[0]?.id ?? null;
}
