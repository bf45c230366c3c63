import { count } from "../counts.ts";
import { makeRowWriter, type Db, type WriterStats } from "../db/index.ts";
import { insertCalls, type CallRow } from "./insert-calls.ts";

export type CallLogStats = WriterStats;

const DAYS_AHEAD = 7;

const writer = makeRowWriter<CallRow>({
  name: "rest_log",
  maxWaiting: 1_000,
  insert: insertCalls,
  mend: async (db) => db.$executeRaw`SELECT make_rest_call_partitions(${DAYS_AHEAD}::int)`,
  tally: (result, rows) => {
    count("rest_log_rows_total", { result }, rows);
  },
  describe: ({ requestId, method }) => ({ requestId, method }),
});

/** Takes a row to be written soon; nobody waits for it. With the database away the oldest rows give way. */
export function keepCall(db: Db, row: CallRow): void {
  writer.keep(db, row);
}

export function callLogStats(): CallLogStats {
  return writer.stats();
}

/** Writes all that waits, for a process that ends; what the database does not take now stays. */
export async function flushCalls(): Promise<CallLogStats> {
  return writer.flush();
}
