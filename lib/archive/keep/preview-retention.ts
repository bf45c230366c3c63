import type { PortalCtx } from "../../ctx.ts";
import { parseInput } from "../entry-filter.ts";
import { countGroups, type CountGroup } from "./count-groups.ts";
import { findKinds } from "./find-kinds.ts";
import { KEEP_CLASSES, keepOf, type KeepClass } from "./keep-class.ts";
import { firstKeptMonth, isOver, monthDay } from "./months.ts";
import { readRules } from "./read-rules.ts";
import { RetentionRules } from "./schemas.ts";

export interface RetentionPreview {
  /** Entries that these rules would remove at once and the present ones would not. */
  removed: number;
  /** Entries that stay. */
  kept: number;
  /** Day (UTC) of the oldest entry that stays; null when none does. */
  oldestKept: string | null;
  classes: ClassPreview[];
  severities: { severity: string; removed: number }[];
  types: { auditTypeId: string; removed: number }[];
}

export interface ClassPreview {
  months: KeepClass;
  /** Entries before this day (UTC) go; null when none ever does. */
  keptFrom: string | null;
  removed: number;
  kept: number;
  oldestKept: string | null;
}

/** What would happen to the entries that are here now if these rules were saved. */
export async function previewRetention(
  ctx: PortalCtx,
  input: RetentionRules,
): Promise<RetentionPreview> {
  const rules = parseInput(RetentionRules, input);
  const present = keepOf((await readRules(ctx)).rules);
  const future = keepOf(rules);
  const kinds = await findKinds(ctx);
  const groups = await countGroups(ctx);
  const now = ctx.now();
  const judged = groups.map((group): Judged => {
    const severity = kinds.get(group.severityId) ?? "";
    const auditTypeId = kinds.get(group.typeId) ?? "";
    const { month } = group;
    const keep = future(severity, auditTypeId);
    const saved = present(severity, auditTypeId);
    const isGoing = isOver({ keep: group.keep, month, now }) || isOver({ keep: saved, month, now });
    const fate = isGoing ? "going" : isOver({ keep, month, now }) ? "removed" : "kept";
    return { ...group, severity, auditTypeId, keep, fate };
  });
  return toPreview(judged, now);
}

interface Judged extends CountGroup {
  severity: string;
  auditTypeId: string;
  /** `going`: the present rules remove it anyway. */
  fate: "going" | "removed" | "kept";
}

function toPreview(judged: Judged[], now: Date): RetentionPreview {
  const removed = judged.filter(({ fate }) => fate === "removed");
  const kept = judged.filter(({ fate }) => fate === "kept");
  const classes = KEEP_CLASSES.filter((months) => judged.some(({ keep }) => keep === months));
  return {
    removed: sum(removed),
    kept: sum(kept),
    oldestKept: oldest(kept),
    classes: classes.map((months) => {
      const first = firstKeptMonth(months, now);
      const own = kept.filter(({ keep }) => keep === months);
      return {
        months,
        keptFrom: first === null ? null : monthDay(first),
        removed: sum(removed.filter(({ keep }) => keep === months)),
        kept: sum(own),
        oldestKept: oldest(own),
      };
    }),
    severities: sumBy(removed, ({ severity }) => severity).map(([severity, count]) => ({
      severity,
      removed: count,
    })),
    types: sumBy(removed, ({ auditTypeId }) => auditTypeId).map(([auditTypeId, count]) => ({
      auditTypeId,
      removed: count,
    })),
  };
}

function sum(groups: CountGroup[]): number {
  return groups.reduce((total, group) => total + group.total, 0);
}

function oldest(groups: CountGroup[]): string | null {
  return groups.map((group) => group.oldest).toSorted()[0] ?? null;
}

// The most first.
function sumBy(groups: Judged[], keyOf: (group: Judged) => string): [string, number][] {
  const totals = new Map<string, number>();
  for (const group of groups) {
    totals.set(keyOf(group), (totals.get(keyOf(group)) ?? 0) + group.total);
  }
  return [...totals].toSorted(([, one], [, other]) => other - one);
}
