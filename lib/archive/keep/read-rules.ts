import type { PortalCtx } from "../../ctx.ts";
import { DEFAULT_KEEP_RULES, type KeepRules } from "./keep-class.ts";
import { RetentionRules } from "./schemas.ts";

export interface StoredRules {
  rules: KeepRules;
  changedBy: number | null;
  changedAt: Date | null;
  /** Entries stored before may still follow the rules before. */
  resortSince: Date | null;
}

/** The portal's rules; the usual ones while nobody has set any. */
export async function readRules(ctx: PortalCtx): Promise<StoredRules> {
  const row = await ctx.db.archiveSetting.findUnique({ where: { portalId: ctx.portalId } });
  if (row === null) {
    return { rules: DEFAULT_KEEP_RULES, changedBy: null, changedAt: null, resortSince: null };
  }
  const rules = RetentionRules.parse(row.retention);
  return {
    rules,
    changedBy: row.changedBy,
    changedAt: row.changedAt,
    resortSince: row.resortSince,
  };
}
