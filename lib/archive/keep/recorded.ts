import { runCompiled, type Db } from "../../db/index.ts";
import type { Leaf } from "./list-leaves.ts";

/** How far a month on its way out is recorded: all portals before this one, and this one's up to the number. */
export interface Recorded {
  portalId: bigint;
  seq: bigint;
}

const NOTE = /^recorded (\d+) (\d+)$/;

/** Stands in the table's comment, so it goes together with the table. */
export async function readRecorded(db: Db, { table }: Leaf): Promise<Recorded> {
  const [row] = await runCompiled<{ note: string | null }>(db, {
    text: "SELECT obj_description(to_regclass($1), 'pg_class') AS note",
    values: [table],
  });
  const [, portalId = "0", seq = "0"] = NOTE.exec(row?.note ?? "") ?? [];
  return { portalId: BigInt(portalId), seq: BigInt(seq) };
}

/** In the transaction that records. */
export async function noteRecorded(
  tx: Db,
  { leaf, recorded: { portalId, seq } }: { leaf: Leaf; recorded: Recorded },
): Promise<void> {
  const text = `COMMENT ON TABLE ${leaf.table} IS 'recorded ${portalId} ${seq}'`;
  await runCompiled(tx, { text, values: [] });
}
