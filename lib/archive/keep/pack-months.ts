import type { Ctx } from "../../ctx.ts";
import { runCompiled, runLong, type Db } from "../../db/index.ts";
import { fault } from "../../fault.ts";
import { log } from "../../log.ts";
import { lastMonth, listLeaves, type Leaf } from "./list-leaves.ts";
import { isOver, monthStart } from "./months.ts";

const REST_MS = 3 * 86_400_000;
const QUIET_MS = 86_400_000;
const GROWTH = 1.2;
// Retention could not take away a month that is being rebuilt.
const LEAVE_MS = 7 * 86_400_000;
const LOCK = 72_707_371;

interface PackInput {
  signal: AbortSignal;
  sliceMs: number;
}

/**
 * Rebuilds the indexes of months that are over and not written any more, once: entries come in any order, which
 * leaves the pages of an index half empty. Neither readers nor writers wait for it, and what a stop leaves is cleared
 * away by the next round. False when there is more to do.
 */
export async function packMonths(ctx: Ctx, { signal, sliceMs }: PackInput): Promise<boolean> {
  const until = performance.now() + sliceMs;
  const now = ctx.now().getTime();
  for (const leaf of await listLeaves(ctx.db)) {
    if (monthStart(lastMonth(leaf) + 1).getTime() + REST_MS > now) continue;
    const goesBy = new Date(now + LEAVE_MS);
    if (isOver({ keep: leaf.keep, month: lastMonth(leaf), now: goesBy })) continue;
    const bytes = await sizeOf(ctx.db, leaf);
    const state = await readState(ctx.db, leaf);
    if (bytes === null || !isToBeLookedAt(state, bytes)) continue;
    if (state?.kind !== "seen" || state.bytes !== bytes) {
      await note(ctx.db, leaf, `seen ${bytes} ${now}`);
    } else if (state.at + QUIET_MS <= now) {
      if (signal.aborted || performance.now() > until) return false;
      if (!(await packOne(ctx.db, { leaf, bytes, signal }))) return false;
    }
  }
  return true;
}

/** False when it was stopped; what fails is tried again in the next round. */
async function packOne(
  db: Db,
  { leaf, bytes, signal }: { leaf: Leaf; bytes: number; signal: AbortSignal },
): Promise<boolean> {
  try {
    if (!(await pack(db, { leaf, signal }))) return false;
    await note(db, leaf, `packed ${bytes}`);
    log("info", "archive.month_packed", { table: leaf.table });
  } catch (error) {
    log("warn", "archive.month_not_packed", { table: leaf.table, error });
  }
  return true;
}

type State = { kind: "seen"; bytes: number; at: number } | { kind: "packed"; bytes: number } | null;

function isToBeLookedAt(state: State, bytes: number): boolean {
  return bytes > 0 && (state?.kind !== "packed" || bytes > state.bytes * GROWTH);
}

async function pack(
  db: Db,
  { leaf, signal }: { leaf: Leaf; signal: AbortSignal },
): Promise<boolean> {
  const indexes = await listIndexes(db, leaf);
  const left = indexes.filter(({ isValid }) => !isValid).map(({ name }) => name);
  const whole = indexes.filter(({ isValid }) => isValid).map(({ name }) => name);
  const statements = [
    ...left.map((name) => `DROP INDEX CONCURRENTLY IF EXISTS ${name}`),
    ...whole.flatMap((name) => [
      `ALTER INDEX ${name} SET (fillfactor = 100, deduplicate_items = on)`,
      `REINDEX INDEX CONCURRENTLY ${name}`,
    ]),
  ];
  const isDone = await runLong(db, { statements, lock: LOCK, signal });
  fault("archive-month-packed");
  return isDone;
}

// Quoted by the database where that is needed.
async function listIndexes(db: Db, { table }: Leaf): Promise<{ name: string; isValid: boolean }[]> {
  return runCompiled(db, {
    text: `SELECT quote_ident(c.relname) AS name, i.indisvalid AS "isValid"
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indrelid = to_regclass($1) ORDER BY 1`,
    values: [table],
  });
}

async function sizeOf(db: Db, { table }: Leaf): Promise<number | null> {
  const [row] = await runCompiled<{ bytes: number | null }>(db, {
    text: "SELECT pg_relation_size(to_regclass($1))::float8 AS bytes",
    values: [table],
  });
  return row?.bytes ?? null;
}

const NOTE = /^(seen|packed) (\d+)(?: (\d+))?$/;

async function readState(db: Db, { table }: Leaf): Promise<State> {
  const [row] = await runCompiled<{ note: string | null }>(db, {
    text: "SELECT obj_description(to_regclass($1), 'pg_class') AS note",
    values: [table],
  });
  const [, kind, bytes, at] = NOTE.exec(row?.note ?? "") ?? [];
  if (kind === "packed") return { kind, bytes: Number(bytes) };
  return kind === "seen" ? { kind, bytes: Number(bytes), at: Number(at) } : null;
}

/** In the table's comment, so it goes together with the table. */
async function note(db: Db, { table }: Leaf, text: string): Promise<void> {
  await runCompiled(db, { text: `COMMENT ON TABLE ${table} IS '${text}'`, values: [] });
}
