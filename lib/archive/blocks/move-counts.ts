import type { Db } from "../../db/index.ts";
import { countRow, openCounts } from "./count-rows.ts";
import type { CountedRow } from "./read-rows.ts";
import { writeCounts } from "./write-counts.ts";

interface MoveInput {
  portalId: bigint;
  /** Rows up to indexed_seq, each with the class it lay in and the one it lies in now. */
  rows: readonly { row: CountedRow; keep: number }[];
}

/** Counts rows under another class. The caller holds the portal's row of archive_index. */
export async function moveCounts(tx: Db, { portalId, rows }: MoveInput): Promise<void> {
  const changes = openCounts();
  for (const { row, keep } of rows) {
    countRow(changes, row, -1);
    countRow(changes, { ...row, keep }, 1);
  }
  await writeCounts(tx, { portalId, changes });
}
