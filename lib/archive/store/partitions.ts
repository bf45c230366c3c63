import { isRoot, runCompiled, type Db } from "../../db/index.ts";
import type { KeepClass } from "../keep/keep-class.ts";

interface Leaf {
  keep: KeepClass;
  month: string;
}

// Leaves that were there once; one that retention dropped is noticed by the row that misses it.
const known = new WeakMap<object, Set<string>>();

/** Makes sure of the partitions that rows of these classes and times go into. */
export async function ensurePartitions(
  db: Db,
  rows: readonly { keep: KeepClass; at: number }[],
): Promise<void> {
  const there = known.get(db) ?? new Set();
  const wanted = [...leavesOf(rows)].filter(([name]) => !there.has(name));
  if (wanted.length === 0) return;
  const leaves = wanted.map(([, leaf]) => leaf);
  await runCompiled(db, {
    text: `SELECT count(entry_partition(keep, month::date))
      FROM unnest($1::integer[], $2::text[]) AS w (keep, month)`,
    values: [leaves.map(({ keep }) => keep), leaves.map(({ month }) => month)],
  });
  if (!isRoot(db)) return;
  for (const [name] of wanted) there.add(name);
  known.set(db, there);
}

/** After a row missed its leaf: the next call looks at all of them anew. */
export function forgetPartitions(db: Db): void {
  known.delete(db);
}

const DAY_MS = 86_400_000;

function leavesOf(rows: readonly { keep: KeepClass; at: number }[]): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  let lastDay = Number.NaN;
  let lastKeep = -1;
  for (const { keep, at } of rows) {
    const day = Math.floor(at / DAY_MS);
    // Most rows are of the day of the row before.
    if (day === lastDay && keep === lastKeep) continue;
    lastDay = day;
    lastKeep = keep;
    const month = `${new Date(at).toISOString().slice(0, 7)}-01`;
    leaves.set(`${keep} ${month}`, { keep, month });
  }
  return leaves;
}

/** Whether a row found no partition: retention dropped it after it was made sure of. */
export function isMissingPartition(error: unknown, depth = 0): boolean {
  if (error === null || typeof error !== "object" || depth > 5) return false;
  const { message, cause, meta } = error as Record<string, unknown>;
  if (typeof message === "string" && /no partition of relation/.test(message)) return true;
  const inner = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  return isMissingPartition(inner, depth + 1) || isMissingPartition(cause, depth + 1);
}
