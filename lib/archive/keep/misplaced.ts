import type { CountGroup } from "./count-groups.ts";
import { keepOf, type KeepClass, type KeepRules } from "./keep-class.ts";
import type { Month } from "./months.ts";

/** Entries of one type that lie in another class than the rules say. */
export interface Misplaced {
  month: Month;
  keep: KeepClass;
  /** The class they belong to. */
  next: KeepClass;
  typeId: number;
  severityIds: number[];
  total: number;
}

/** Newest months first: those are looked at most. */
export function findMisplaced(input: {
  groups: CountGroup[];
  rules: KeepRules;
  kinds: Map<number, string>;
}): Misplaced[] {
  const { groups, rules, kinds } = input;
  const classOf = keepOf(rules);
  const found = new Map<string, Misplaced>();
  for (const { month, keep, typeId, severityId, total } of groups) {
    const next = classOf(kinds.get(severityId) ?? "", kinds.get(typeId) ?? "");
    if (next === keep) continue;
    const key = `${month} ${keep} ${next} ${typeId}`;
    const same = found.get(key) ?? { month, keep, next, typeId, severityIds: [], total: 0 };
    same.severityIds.push(severityId);
    same.total += total;
    found.set(key, same);
  }
  return [...found.values()].toSorted((one, other) => other.month - one.month);
}
