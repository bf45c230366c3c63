import { openParams } from "./params.ts";
import type { TimeSpan } from "./place.ts";
import { askStep, type Snapshot } from "./snapshot.ts";

/** Consecutive rows of the portal, some of which may meet the query. */
export interface Block {
  firstSeq: bigint;
  lastSeq: bigint;
  lowAt: Date;
  highAt: Date;
  /** Few other blocks end within its time: hardly more than the block lies in that. */
  isNarrow: boolean;
}

interface Input {
  /** First numbers of the blocks. */
  firsts: readonly bigint[];
  span: TimeSpan;
  /** Whether blocks are told apart by how much else lies in their time. */
  tellsNarrow: boolean;
}

interface Row {
  first_seq: bigint;
  last_seq: bigint;
  low_at: Date;
  high_at: Date;
  is_narrow: boolean;
}

// The rows of so many blocks at most are read for one that is narrow, of which one value leaves few.
const NARROW_BLOCKS = 8;

// Counted up to the first too many.
const IS_NARROW = `(SELECT count(*) FROM (
    SELECT FROM entry_block o WHERE o.portal_id = b.portal_id
      AND o.high_at >= b.low_at AND o.high_at <= b.high_at LIMIT ${NARROW_BLOCKS + 1}
  ) AS ending) <= ${NARROW_BLOCKS}`;

/** Those of the blocks that reach into the span; null for too many to be read in time. */
export async function readBlocks(snapshot: Snapshot, input: Input): Promise<Block[] | null> {
  const { firsts, span, tellsNarrow } = input;
  const params = openParams();
  const text = `/* kept plan */ SELECT first_seq, last_seq, low_at, high_at, ${tellsNarrow ? IS_NARROW : "false"} AS is_narrow
    FROM entry_block b WHERE portal_id = ${params.add(snapshot.portalId, "bigint")}
      AND first_seq = ANY(${params.add(firsts, "bigint[]")})
      AND low_at < ${params.add(span.to, "timestamptz")}
      AND high_at >= ${params.add(span.from, "timestamptz")}`;
  const rows = await askStep<Row>(snapshot, text, params);
  if (rows === null) return null;
  return rows.map((row) => ({
    firstSeq: row.first_seq,
    lastSeq: row.last_seq,
    lowAt: row.low_at,
    highAt: row.high_at,
    isNarrow: row.is_narrow,
  }));
}
