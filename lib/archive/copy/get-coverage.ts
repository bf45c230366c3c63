import type { PortalCtx } from "../../ctx.ts";
import { direct } from "../../db/index.ts";
import { coverageBands, loadedFrom, loadedPercent, type EpochSpan } from "./coverage-bands.ts";
import { notFound } from "../../errors.ts";
import type { CoverageView } from "./coverage-view.ts";
import { findRemoved } from "./find-removed.ts";

const STALE_MS = 180_000;
// What a portal's state means for its log, until an administrator or a payment mends it.
const STATE_REASONS: Record<string, string> = {
  auth_lost: "auth_lost",
  payment_required: "portal_payment_required",
  suspended: "portal_removed",
  removed: "portal_removed",
};

interface CopyRow {
  portalState: string;
  state: CoverageView["state"];
  reason: string | null;
  epoch: number;
  readAt: Date | null;
  unreadMs: number | null;
}

/** What the archive holds of the portal's log, and what stands in the way of more. */
export async function getCoverage(ctx: PortalCtx): Promise<CoverageView> {
  const { portalState, state, reason, epoch, readAt, unreadMs } = await readCopy(ctx);
  const spans = await readAllSpans(ctx);
  const present = spans.filter((span) => span.epoch === epoch);
  const stopped = STATE_REASONS[portalState] ?? null;
  const why = stopped ?? reason;
  const bands = coverageBands(spans, { readAt });
  const begin = bands.find(({ state: kind }) => kind !== "before")?.from ?? null;
  const removed = await findRemoved(ctx, { begin: begin === null ? null : new Date(begin) });
  return {
    state: stopped === null ? state : "refused",
    reason: why,
    readAt: readAt?.toISOString() ?? null,
    isWatched: why === null && unreadMs !== null && unreadMs < STALE_MS,
    loadedFrom: later(loadedFrom(present), removed.keptSince)?.toISOString() ?? null,
    percent: readAt === null && spans.length === 0 ? 0 : loadedPercent(spans),
    spans: bands,
    removed: removed.spans,
    restarts: restartsOf(spans),
  };
}

// What is not loaded stays so, whatever was removed.
function later(loaded: Date | null, kept: Date | null): Date | null {
  return loaded !== null && kept !== null && kept > loaded ? kept : loaded;
}

// The newest entry of the former numbers: everything after it counts anew.
function restartsOf(spans: readonly EpochSpan[]): string[] {
  return spans.flatMap(({ epoch }, place) => {
    const before = spans[place - 1];
    if (before === undefined || before.epoch === epoch || before.highAt === null) return [];
    return [before.highAt.toISOString()];
  });
}

async function readCopy({ db, portalId }: PortalCtx): Promise<CopyRow> {
  const [row] = await direct(db).$queryRaw<CopyRow[]>`/* kept plan */
    SELECT p.state AS "portalState", coalesce(c.state, 'new') AS state, c.reason,
      coalesce(c.epoch, 0) AS epoch, c.read_at AS "readAt",
      (1000 * extract(epoch FROM clock_timestamp() - c.read_at))::float8 AS "unreadMs"
    FROM portal p LEFT JOIN archive_copy c ON c.portal_id = p.id
    WHERE p.id = ${portalId}::bigint`;
  if (row === undefined) throw notFound("portal", portalId.toString());
  return row;
}

async function readAllSpans({ db, portalId }: PortalCtx): Promise<EpochSpan[]> {
  return direct(db).$queryRaw<EpochSpan[]>`/* kept plan */
    SELECT epoch, low_id AS low, high_id AS high, state, low_at AS "lowAt", high_at AS "highAt"
    FROM archive_span WHERE portal_id = ${portalId}::bigint ORDER BY epoch, low_id`;
}
