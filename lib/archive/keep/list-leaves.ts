import type { Db, RawDb } from "../../db/index.ts";
import { KEEP_CLASSES, type KeepClass } from "./keep-class.ts";
import type { Month } from "./months.ts";

/** The entries of one class and month or year: a partition, or a table that was one and is on its way out. */
export interface Leaf {
  table: string;
  keep: KeepClass;
  /** The first one. */
  month: Month;
  /** Of a year; one month when not given. */
  months?: 12;
}

export async function listLeaves(db: Db): Promise<Leaf[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    JOIN pg_class p ON p.oid = i.inhparent
    WHERE p.relname LIKE 'entry\_k%' AND p.relnamespace = current_schema()::regnamespace
    ORDER BY 1`;
  return rows.flatMap(({ name }) => toLeaf(name, LEAF));
}

/** Months that nobody sees any more and whose numbers may not all be recorded yet. */
export async function listGone(db: RawDb): Promise<Leaf[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class
    WHERE relkind = 'r' AND relname LIKE 'entry\_gone\_%'
      AND relnamespace = current_schema()::regnamespace
    ORDER BY 1`;
  return rows.flatMap(({ name }) => toLeaf(name, GONE));
}

const LEAF = /^entry_k(\d+)_(\d{4})(?:_(\d\d))?$/;
const GONE = /^entry_gone_k(\d+)_(\d{4})(?:_(\d\d))?$/;

// Names become parts of statements, so only such as we make ourselves are taken.
function toLeaf(table: string, pattern: RegExp): Leaf[] {
  const parts = pattern.exec(table);
  const keep = KEEP_CLASSES.find((months) => months === Number(parts?.[1]));
  if (parts === null || keep === undefined) return [];
  const [, , year, month] = parts;
  const first = Number(year) * 12 + Number(month ?? 1) - 1;
  return [{ table, keep, month: first, ...(month === undefined && { months: 12 as const }) }];
}

export function lastMonth({ month, months }: Leaf): Month {
  return month + (months ?? 1) - 1;
}

export function goneName(leaf: Leaf): string {
  return leaf.table.replace(/^entry_/, "entry_gone_");
}
