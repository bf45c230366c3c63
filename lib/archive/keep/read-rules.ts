import type { PortalCtx } from "../../ctx.ts";
import { runCompiled } from "../../db/index.ts";
import { DEFAULT_KEEP_RULES, type KeepRules } from "./keep-class.ts";
import { RetentionRules } from "./schemas.ts";

export interface StoredRules {
  rules: KeepRules;
  changedBy: number | null;
  changedAt: Date | null;
  /** Entries stored before may still follow the rules before. */
  resortSince: Date | null;
}

type Row = Omit<StoredRules, "rules"> & { retention: unknown };

/** The portal's rules; the usual ones while nobody has set any. */
export async function readRules(ctx: PortalCtx): Promise<StoredRules> {
  // Every append asks: a statement as it is costs a fraction of Prisma's own.
  const [row] = await runCompiled<Row>(ctx.db, {
    text: `/* kept plan */ SELECT retention, changed_by AS "changedBy", changed_at AS "changedAt",
        resort_since AS "resortSince" FROM archive_setting WHERE portal_id = $1`,
    values: [ctx.portalId],
  });
  if (row === undefined) {
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
