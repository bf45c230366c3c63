import type { PortalCtx } from "../../ctx.ts";
import { getPortal } from "../../portals/index.ts";
import { coverageBands, loadedFrom, loadedPercent, type EpochSpan } from "./coverage-bands.ts";
import type { CoverageView } from "./coverage-view.ts";

const STALE_MS = 180_000;
// What a portal's state means for its log, until an administrator or a payment mends it.
const STATE_REASONS: Record<string, string> = {
  auth_lost: "auth_lost",
  payment_required: "portal_payment_required",
  suspended: "portal_removed",
  removed: "portal_removed",
};

interface CopyRow {
  state: CoverageView["state"];
  reason: string | null;
  epoch: number;
  readAt: Date | null;
  unreadMs: number | null;
}

const NEVER: CopyRow = { state: "new", reason: null, epoch: 0, readAt: null, unreadMs: null };

/** What the archive holds of the portal's log, and what stands in the way of more. */
export async function getCoverage(ctx: PortalCtx): Promise<CoverageView> {
  const portal = await getPortal(ctx);
  const { state, reason, epoch, readAt, unreadMs } = (await readCopy(ctx)) ?? NEVER;
  const spans = await readAllSpans(ctx);
  const present = spans.filter((span) => span.epoch === epoch);
  const stopped = STATE_REASONS[portal.state] ?? null;
  const why = stopped ?? reason;
  return {
    state: stopped === null ? state : "refused",
    reason: why,
    readAt: readAt?.toISOString() ?? null,
    isWatched: why === null && unreadMs !== null && unreadMs < STALE_MS,
    loadedFrom: loadedFrom(present)?.toISOString() ?? null,
    percent: readAt === null && spans.length === 0 ? 0 : loadedPercent(spans),
    spans: coverageBands(spans, { readAt }),
    restarts: restartsOf(spans),
  };
}

// The newest entry of the former numbers: everything after it counts anew.
function restartsOf(spans: readonly EpochSpan[]): string[] {
  return spans.flatMap(({ epoch }, place) => {
    const before = spans[place - 1];
    if (before === undefined || before.epoch === epoch || before.highAt === null) return [];
    return [before.highAt.toISOString()];
  });
}

async function readCopy(ctx: PortalCtx): Promise<CopyRow | undefined> {
  const [row] = await ctx.db.$queryRaw<CopyRow[]>`
    SELECT state, reason, epoch, read_at AS "readAt",
      (1000 * extract(epoch FROM clock_timestamp() - read_at))::float8 AS "unreadMs"
    FROM archive_copy WHERE portal_id = ${ctx.portalId}`;
  return row;
}

async function readAllSpans(ctx: PortalCtx): Promise<EpochSpan[]> {
  return ctx.db.$queryRaw<EpochSpan[]>`
    SELECT epoch, low_id AS low, high_id AS high, state, low_at AS "lowAt", high_at AS "highAt"
    FROM archive_span WHERE portal_id = ${ctx.portalId} ORDER BY epoch, low_id`;
}
