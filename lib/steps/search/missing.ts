import type { CoverageView } from "../../archive/index.ts";
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

export function findMissing({
  coverage,
  range,
}: {
  coverage: CoverageView;
  range: TimeRange;
}): Missing {
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
    removedTo: lastRemoved(coverage, { from, to }),
  };
}

function lastRemoved(
  { removed }: CoverageView,
  { from, to }: { from: number; to: number },
): string | null {
  const last = removed.findLast((span) => Date.parse(span.from) < to && Date.parse(span.to) > from);
  if (last === undefined) return null;
  const end = Math.min(Date.parse(last.to), to) - 1;
  return new Date(end).toISOString().slice(0, 7);
}

function seconds(iso: string): string {
  return iso.replace(/\.\d+Z$/, "Z");
}

export function isMissing({ knownFrom, lost, removedTo }: Missing): boolean {
  return knownFrom !== null || lost.length > 0 || removedTo !== null;
}
