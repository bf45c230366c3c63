import { isEmpty, type TimeSpan } from "./place.ts";
import type { Plan } from "./plan.ts";
import { hasBlocks } from "./snapshot.ts";

/**
 * The part of the range that counts in steps of that length cover exactly; null when there is none, or so few entries
 * are counted that going by time tells more.
 */
export function countedSpan(plan: Plan, stepMs: number): TimeSpan | null {
  const from = new Date(Math.ceil(plan.from.getTime() / stepMs) * stepMs);
  const to = new Date(Math.floor(plan.to.getTime() / stepMs) * stepMs);
  const span = { from, to };
  return isEmpty(span) || plan.isNever || !hasBlocks(plan.snapshot) ? null : span;
}

/** What is left of the range at both ends. */
export function edgesOf({ from, to }: Plan, counted: TimeSpan): TimeSpan[] {
  const edges = [
    { from: counted.to, to },
    { from, to: counted.from },
  ];
  return edges.filter((span) => !isEmpty(span));
}
