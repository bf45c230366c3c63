import { giveBackCounts, takeCounts } from "../counts.ts";
import type { Db } from "../db/index.ts";

/** Adds this process's counts to those of all; without the database they wait for the next time. */
export async function keepCounts(db: Db): Promise<void> {
  const taken = takeCounts();
  if (taken.length === 0) return;
  try {
    await db.$executeRaw`
      INSERT INTO metric (name, labels, value)
      SELECT name, labels, value FROM json_to_recordset(${JSON.stringify(taken)}::json)
        AS taken (name text, labels text, value float8)
      ORDER BY name, labels
      ON CONFLICT (name, labels) DO UPDATE SET value = metric.value + excluded.value`;
  } catch (error) {
    giveBackCounts(taken);
    throw error;
  }
}
