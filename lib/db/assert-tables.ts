import { configInvalid } from "../errors.ts";
import type { Db } from "./client.ts";

/** For commands that look into a database and must not make it: says so of one that no app was started on. */
export async function assertTables(db: Db): Promise<void> {
  const [row] = await db.$queryRaw<{ isThere: boolean }[]>`
    SELECT to_regclass('portal') IS NOT NULL AS "isThere"`;
  if (row?.isThere === true) return;
  throw configInvalid(
    "This database holds no tables of Logbook: start the app on it once, or check DATABASE_URL and DATA_DIR.",
  );
}
