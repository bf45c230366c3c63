import type { KeepClass } from "./keep-class.ts";

/** A month of UTC, counted from the beginning of our era. */
export type Month = number;

export function monthOf(at: Date): Month {
  return at.getUTCFullYear() * 12 + at.getUTCMonth();
}

export function monthStart(month: Month): Date {
  return new Date(Date.UTC(Math.floor(month / 12), month % 12, 1));
}

/** The first day of the month, as the database writes a date. */
export function monthDay(month: Month): string {
  return monthStart(month).toISOString().slice(0, 10);
}

/**
 * The oldest month of which entries are still kept; null when all are. A month goes as a whole, when its last
 * moment is longer ago than the class says.
 */
export function firstKeptMonth(keep: KeepClass, now: Date): Month | null {
  return keep === 0 ? null : monthOf(now) - keep;
}

export function isOver(input: { keep: KeepClass; month: Month; now: Date }): boolean {
  const first = firstKeptMonth(input.keep, input.now);
  return first !== null && input.month < first;
}
