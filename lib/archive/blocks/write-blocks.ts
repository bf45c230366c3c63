import { runCompiled, type Db } from "../../db/index.ts";
import { blockTerms } from "./terms.ts";
import type { IndexRow } from "./read-rows.ts";

/** A block as it is written. */
export interface BuiltBlock {
  firstSeq: bigint;
  lastSeq: bigint;
  lowAt: number;
  highAt: number;
  terms: Uint16Array;
}

interface BuildInput {
  firstSeq: bigint;
  lastSeq: bigint;
  rows: readonly IndexRow[];
}

/** A block of these numbers; null when none of their rows is left. */
export function buildBlock({ firstSeq, lastSeq, rows }: BuildInput): BuiltBlock | null {
  if (rows.length === 0) return null;
  const times = rows.map(({ at }) => at);
  const terms = blockTerms(rows.map(({ searched }) => searched));
  return { firstSeq, lastSeq, lowAt: Math.min(...times), highAt: Math.max(...times), terms };
}

const WRITE = `INSERT INTO entry_block (portal_id, first_seq, last_seq, low_at, high_at)
  SELECT $1::bigint, c.first_seq, c.last_seq, c.low_at, c.high_at
  FROM json_to_recordset($2::json)
    AS c (first_seq bigint, last_seq bigint, low_at timestamptz, high_at timestamptz)`;

export async function writeBlocks(
  tx: Db,
  { portalId, blocks }: { portalId: bigint; blocks: readonly BuiltBlock[] },
): Promise<void> {
  if (blocks.length === 0) return;
  const rows = blocks.map(({ firstSeq, lastSeq, lowAt, highAt }) => ({
    first_seq: String(firstSeq),
    last_seq: String(lastSeq),
    low_at: new Date(lowAt).toISOString(),
    high_at: new Date(highAt).toISOString(),
  }));
  await runCompiled(tx, { text: WRITE, values: [portalId, JSON.stringify(rows)] });
}
