import { runCompiled, type Db } from "../db/index.ts";

const TEXT = `DELETE FROM pgboss.job WHERE data->>$1::text = ANY($2::text[]) RETURNING 1 AS one`;

/** Deletes jobs in any state whose payload holds one of these values in a field. */
export async function deleteJobs(
  db: Db,
  input: { field: string; values: string[] },
): Promise<number> {
  const gone = await runCompiled(db, { text: TEXT, values: [input.field, input.values] });
  return gone.length;
}
