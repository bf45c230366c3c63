import { isAppError } from "../errors.ts";
import type { RingKey } from "../key-ring.ts";
import type { Db } from "./client.ts";
import { runCompiled } from "./run-compiled.ts";
import { keyIdOf, sealWith, unsealWith } from "./seal.ts";
import type { SealedColumn } from "./sealed-columns.ts";
import { withTx } from "./with-tx.ts";

const BATCH = 200;
const MAX_ROUNDS = 5;

export interface ResealInput {
  ring: RingKey[];
  column: SealedColumn;
  batch?: number;
  /** Gets the counts after every batch. */
  onBatch?(report: ResealReport): void;
}

export interface ResealReport {
  resealed: number;
  /** Somebody wrote a newer value in between, which stands. */
  overtaken: number;
  /** Values that do not open, by their rows' keys. */
  stuck: { row: string; reason: "unknown key" | "does not open" }[];
}

interface SealedRow {
  key: string[];
  sealed: string;
}

/**
 * Seals a column's values with the ring's first key, in small batches by key while others read and write. A value
 * that changed meanwhile is never overwritten; rounds are repeated until one finds nothing left to do.
 */
export async function resealColumn(db: Db, input: ResealInput): Promise<ResealReport> {
  const total: ResealReport = { resealed: 0, overtaken: 0, stuck: [] };
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const before = total.resealed + total.overtaken;
    total.stuck = [];
    await sealOneRound(db, input, total);
    if (total.resealed + total.overtaken === before) break;
  }
  return total;
}

async function sealOneRound(db: Db, input: ResealInput, total: ResealReport): Promise<void> {
  let after: string[] | null = null;
  for (;;) {
    const rows: SealedRow[] = await readBatch(db, input, after);
    after = rows.at(-1)?.key ?? null;
    if (after === null) return;
    const changes = rows.flatMap((row) => change(row, input, total));
    const resealed = changes.length === 0 ? 0 : await write(db, input.column, changes);
    total.resealed += resealed;
    total.overtaken += changes.length - resealed;
    input.onBatch?.(total);
  }
}

// Names in these statements come from our own table of columns, never from outside.
async function readBatch(
  db: Db,
  { ring, column, batch }: ResealInput,
  after: string[] | null,
): Promise<SealedRow[]> {
  const names = column.key.map(({ name }) => name).join(", ");
  const texts = column.key.map(({ name }) => `${name}::text`).join(", ");
  const bounds = column.key.map(({ type }, index) => `$${index + 3}::text::${type}`).join(", ");
  const text = `SELECT ARRAY[${texts}] AS key, ${column.column} AS sealed FROM ${column.table}
    WHERE ${column.column} IS NOT NULL AND NOT starts_with(${column.column}, $1)
      ${after === null ? "" : `AND (${names}) > (${bounds})`}
    ORDER BY ${names} LIMIT $2::integer`;
  const values = [`v1.${ring[0]?.id ?? ""}.`, batch ?? BATCH, ...(after ?? [])];
  return runCompiled<SealedRow>(db, { text, values });
}

interface Change extends SealedRow {
  fresh: string;
}

function change(row: SealedRow, { ring, column }: ResealInput, total: ResealReport): Change[] {
  const { purpose } = column;
  try {
    const plain = unsealWith(ring, { sealed: row.sealed, purpose });
    return [{ ...row, fresh: sealWith(ring, { plain, purpose }) }];
  } catch (error) {
    if (!isAppError(error, "internal")) throw error;
    const isKnown = ring.some(({ id }) => id === keyIdOf(row.sealed));
    const reason = isKnown ? "does not open" : "unknown key";
    total.stuck.push({ row: row.key.join(" "), reason });
    return [];
  }
}

async function write(db: Db, column: SealedColumn, changes: Change[]): Promise<number> {
  const same = column.key.map(({ name, type }, index) => `t.${name} = (c.key->>${index})::${type}`);
  const text = `UPDATE ${column.table} t SET ${column.column} = c.fresh
    FROM json_to_recordset($1::json) AS c (key json, sealed text, fresh text)
    WHERE ${same.join(" AND ")} AND t.${column.column} = c.sealed RETURNING 1 AS one`;
  const values = [JSON.stringify(changes)];
  const done = await withTx(db, async (tx) => runCompiled(tx, { text, values }));
  return done.length;
}
