import type { CoverageView } from "../../archive/index.ts";
import type { PortalCtx } from "../../ctx.ts";
import type { TimeRange } from "./range.ts";

/** What nobody can search any more; a search that covers it says so. */
export interface Missing {
  /** The log is known from this moment on; null when the range does not reach before it. */
  knownFrom: string | null;
  /** Stretches of which the portal gave nothing. */
  lost: { from: string; to: string }[];
  /** Months (as 2026-09) of which retention removed entries, up to this one; null when none of the range. */
  removedTo: string | null;
}

export async function findMissing(
  ctx: PortalCtx,
  { coverage, range }: { coverage: CoverageView; range: TimeRange },
): Promise<Missing> {
  const from = range.from?.getTime() ?? -Infinity;
  const to = range.to.getTime();
  const touched = coverage.spans.filter((span) => {
    const low = span.from === null ? -Infinity : Date.parse(span.from);
    return low < to && Date.parse(span.to) > from;
  });
  const before = touched.find(({ state }) => state === "before");
  return {
    knownFrom: before === undefined ? null : seconds(before.to),
    lost: touched.flatMap((span) =>
      span.state === "lost" && span.from !== null
        ? [{ from: seconds(span.from), to: seconds(span.to) }]
        : [],
    ),
    removedTo: await findRemoved(ctx, range),
  };
}

async function findRemoved(ctx: PortalCtx, { from, to }: TimeRange): Promise<string | null> {
  const month = from === null ? {} : { gte: monthStart(from) };
  const removed = await ctx.db.entryRemoved.findFirst({
    where: { portalId: ctx.portalId, month: { ...month, lt: to } },
    orderBy: { month: "desc" },
  });
  return removed?.month.toISOString().slice(0, 7) ?? null;
}

function monthStart(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth()));
}

function seconds(iso: string): string {
  return iso.replace(/\.\d+Z$/, "Z");
}

export function isMissing({ knownFrom, lost, removedTo }: Missing): boolean {
  return knownFrom !== null || lost.length > 0 || removedTo !== null;
}
