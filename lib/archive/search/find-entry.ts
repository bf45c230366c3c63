import { z } from "zod";
import type { PortalCtx } from "../../ctx.ts";
import { parseInput } from "../entry-filter.ts";
import type { EntryView, UserView } from "../entry-view.ts";
import { loadUsers } from "./load-entries.ts";
import { openParams } from "./params.ts";
import { readEntry } from "./read-entry.ts";
import { ask, inSnapshot, type Snapshot } from "./snapshot.ts";

export const entryNumber = z.string().regex(/^\d{1,18}$/, "must be the number of an entry");
export const FindEntryInput = z.object({ id: entryNumber });
export type FindEntryInput = z.input<typeof FindEntryInput>;

export type EntryFinding =
  | { state: "found"; entry: EntryView; users: Record<string, UserView> }
  /** Retention removed it; times in ISO 8601. */
  | { state: "removed"; removedAt: string; keptMonths: number }
  /** The archive never gave this number. */
  | { state: "unknown" };

/** One entry by its number, or what became of it. */
export async function findEntry(ctx: PortalCtx, input: FindEntryInput): Promise<EntryFinding> {
  const seq = BigInt(parseInput(FindEntryInput, input).id);
  return inSnapshot(ctx, {}, async (snapshot) => {
    const found = await readEntry(snapshot, seq);
    if (found === null) return whereGone(snapshot, seq);
    const { entry } = found;
    return { state: "found", entry, users: await loadUsers(snapshot, [entry]) };
  });
}

export async function whereGone(
  snapshot: Snapshot,
  seq: bigint,
): Promise<Exclude<EntryFinding, { state: "found" }>> {
  const params = openParams();
  const text = `SELECT last_seq, keep, removed_at FROM entry_removed
    WHERE portal_id = ${params.add(snapshot.portalId, "bigint")}
      AND first_seq <= ${params.add(seq, "bigint")}
    ORDER BY first_seq DESC LIMIT 1`;
  const [run] = await ask<{ last_seq: bigint; keep: number; removed_at: Date }>(
    snapshot,
    text,
    params,
  );
  if (run === undefined || run.last_seq < seq) return { state: "unknown" };
  return { state: "removed", removedAt: run.removed_at.toISOString(), keptMonths: run.keep };
}
