import { runCompiled, type Db } from "../../db/index.ts";
import type { KeepClass } from "../keep/keep-class.ts";

/** Makes sure of the partitions that rows of these classes and times go into. */
export async function ensurePartitions(
  db: Db,
  rows: readonly { keep: KeepClass; at: number }[],
): Promise<void> {
  const leaves = new Map(rows.map(({ keep, at }) => leafOf(keep, at)));
  if (leaves.size === 0) return;
  const wanted = [...leaves.values()];
  await runCompiled(db, {
    text: `SELECT count(entry_partition(keep, month::date))
      FROM unnest($1::integer[], $2::text[]) AS w (keep, month)`,
    values: [wanted.map(({ keep }) => keep), wanted.map(({ month }) => month)],
  });
}

function leafOf(keep: KeepClass, at: number): [string, { keep: KeepClass; month: string }] {
  const month = `${new Date(at).toISOString().slice(0, 7)}-01`;
  return [`${keep} ${month}`, { keep, month }];
}

/** Whether a row found no partition: retention dropped it after it was made sure of. */
export function isMissingPartition(error: unknown, depth = 0): boolean {
  if (error === null || typeof error !== "object" || depth > 5) return false;
  const { message, cause, meta } = error as Record<string, unknown>;
  if (typeof message === "string" && /no partition of relation/.test(message)) return true;
  const inner = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  return isMissingPartition(inner, depth + 1) || isMissingPartition(cause, depth + 1);
}
