import type { PortalCtx } from "../../ctx.ts";
import { withTx } from "../../db/index.ts";
import { AppError, conflict, forbidden } from "../../errors.ts";
import { enqueue } from "../../queue/index.ts";
import { parseInput } from "../entry-filter.ts";
import { lockHead } from "../store/head.ts";
import { DEFAULT_KEEP_RULES, type KeepRules } from "./keep-class.ts";
import { previewRetention } from "./preview-retention.ts";
import { readRules } from "./read-rules.ts";
import { SaveRetentionInput } from "./schemas.ts";

export interface RetentionView {
  rules: KeepRules;
  /** Number of the user who set them; null while they are the usual ones. */
  changedBy: number | null;
  changedAt: string | null;
  /** True while entries are still being sorted by rules that were changed. */
  isResorting: boolean;
}

export async function getRetention(ctx: PortalCtx): Promise<RetentionView> {
  const { rules, changedBy, changedAt, resortSince } = await readRules(ctx);
  return {
    rules,
    changedBy,
    changedAt: changedBy === null ? null : (changedAt?.toISOString() ?? null),
    isResorting: resortSince !== null,
  };
}

/**
 * Sets the rules. Where they remove entries at once, `confirmedCount` must be the number the preview said; the
 * conflict names the present one.
 */
export async function saveRetention(
  ctx: PortalCtx,
  input: SaveRetentionInput,
): Promise<RetentionView> {
  const { rules, confirmedCount } = parseInput(SaveRetentionInput, input);
  const { actor } = ctx;
  if (actor.kind !== "user" || !actor.isAdmin) {
    throw forbidden("Only administrators of the portal may change how long entries are kept.");
  }
  const before = await readRules(ctx);
  const { removed } = await previewRetention(ctx, rules);
  if (removed > 0 && confirmedCount !== removed) throw unconfirmed(removed);
  await withTx(ctx.db, async (tx) => {
    // Appends choose classes under this lock: none is chosen by the old rules after the new ones are seen.
    await lockHead(tx, ctx);
    await tx.$executeRaw`INSERT INTO archive_setting (portal_id, retention)
      VALUES (${ctx.portalId}, ${JSON.stringify(DEFAULT_KEEP_RULES)}::jsonb)
      ON CONFLICT DO NOTHING`;
    const now = ctx.now();
    const changed = await tx.$executeRaw`
      UPDATE archive_setting SET retention = ${JSON.stringify(rules)}::jsonb,
        changed_by = ${actor.userId}, changed_at = ${now}, resort_since = ${now}
      WHERE portal_id = ${ctx.portalId}
        AND retention = ${JSON.stringify(before.rules)}::jsonb`;
    if (changed === 0) throw conflict("Somebody else has changed the rules: look at them again.");
    await enqueue(tx, "archive.keep", {});
  });
  return getRetention(ctx);
}

function unconfirmed(removed: number): AppError {
  const message = `These rules remove ${removed} entries at once: confirm that number.`;
  const details = [{ at: "/confirmedCount", message: String(removed) }];
  return new AppError("conflict", message, { details });
}
