import { count } from "../counts.ts";
import { makeRowWriter, type WriterStats } from "../db/index.ts";
import { insertReadings, type ReadingRow } from "./insert-readings.ts";

export type ReadingStats = WriterStats;

export const MONTHS_AHEAD = 3;

export const readingWriter = makeRowWriter<ReadingRow>({
  name: "readings",
  maxWaiting: 5_000,
  insert: insertReadings,
  mend: async (db) => db.$executeRaw`SELECT make_reading_partitions(${MONTHS_AHEAD}::int)`,
  tally: (result, rows) => {
    count("readings_total", { result }, rows);
  },
  describe: ({ requestId, method }) => ({ requestId, method }),
});
