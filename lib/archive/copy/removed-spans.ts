import type { KeepClass } from "../keep/keep-class.ts";
import { firstKeptMonth, monthOf, monthStart } from "../keep/months.ts";
import type { RemovedSpan } from "./coverage-view.ts";

/** What retention removed of one class: always everything up to its newest removed month. */
export interface RemovedClass {
  keep: KeepClass;
  firstMonth: Date;
  lastMonth: Date;
  /** When the newest month was removed. */
  removedAt: Date;
}

interface Stretch {
  keep: KeepClass;
  from: Date;
  to: Date;
}

/**
 * The removed time of each class. A merged run of numbers tells only its newest month, so a class begins where the
 * log does; months from before that stand for themselves.
 */
export function removedStretches(classes: readonly RemovedClass[], begin: Date | null): Stretch[] {
  return classes.map((removed) => {
    const to = endOf(removed);
    const from = begin !== null && begin < to ? begin : removed.firstMonth;
    return { keep: removed.keep, from, to };
  });
}

// As the archive makes its tables: old years have no months.
const YEARS_IN_MONTHS = 5;

/** The end of the newest removed month, or of the year, where a table held a whole one. */
function endOf({ keep, lastMonth, removedAt }: RemovedClass): Date {
  const month = monthOf(lastMonth);
  const kept = firstKeptMonth(keep, removedAt) ?? month;
  const isOld = lastMonth.getUTCFullYear() < removedAt.getUTCFullYear() - YEARS_IN_MONTHS;
  const isYear = isOld && month % 12 === 0 && month + 12 <= kept;
  return monthStart(month + (isYear ? 12 : 1));
}

/** Stretches beside each other, oldest first, each with the longest time that entries of it were kept. */
export function removedSpans(
  stretches: readonly Stretch[],
  { keptFrom }: { keptFrom: Date | null },
): RemovedSpan[] {
  const times = stretches.flatMap(({ from, to }) => [from.getTime(), to.getTime()]);
  const edges = [...new Set(times)].sort((one, other) => one - other);
  return edges.slice(1).flatMap((to, place) => {
    const from = edges[place] ?? to;
    const inside = stretches.filter(
      (stretch) => stretch.from.getTime() <= from && stretch.to.getTime() >= to,
    );
    if (inside.length === 0) return [];
    return {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      months: Math.max(...inside.map(({ keep }) => keep)),
      isWhole: keptFrom === null || keptFrom.getTime() >= to,
    };
  });
}

/** Where what is kept begins: behind everything of which nothing is left. */
export function keptSince(spans: readonly RemovedSpan[], keptFrom: Date | null): Date | null {
  const last = spans.findLast(({ isWhole }) => isWhole);
  return last === undefined ? null : (keptFrom ?? new Date(last.to));
}
