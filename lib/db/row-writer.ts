import { log } from "../log.ts";
import { processDb, type Db } from "./client.ts";
import { isDatabaseAway } from "./database-away.ts";
import { isRoot } from "./with-tx.ts";

export interface WriterStats {
  written: number;
  /** Given up because the database was away for too long. */
  dropped: number;
  /** Given up because the database took them not even alone. */
  refused: number;
  waiting: number;
}

interface WriterInput<Row> {
  /** In the log, and of the one queue that all copies of the module share in a process. */
  name: string;
  maxWaiting: number;
  insert(db: Db, rows: Row[]): Promise<number>;
  /** Makes the place for the rows, for instance a partition, when an insert failed. */
  mend(db: Db): Promise<unknown>;
  tally(result: "written" | "dropped" | "refused", rows: number): void;
  /** What the log may say of a row that was refused. */
  describe(row: Row): Record<string, unknown>;
}

export interface RowWriter<Row> {
  /** Takes a row to be written soon; nobody waits for it. With the database away the oldest rows give way. */
  keep(db: Db, row: Row): void;
  stats(): WriterStats;
  /** Writes all that waits, for a process that ends; what the database does not take now stays. */
  flush(): Promise<WriterStats>;
}

interface State<Row> {
  queue: Row[];
  /** The client of whoever kept a row last outside a transaction. */
  db: Db | undefined;
  timer: NodeJS.Timeout | undefined;
  running: Promise<boolean> | undefined;
  pauseMs: number;
  counts: Omit<WriterStats, "waiting">;
}

const BATCH = 200;
const EVERY_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

interface Writer<Row> {
  input: WriterInput<Row>;
  state: State<Row>;
}

/** Rows of a log that are written in the background, many at a time. */
export function makeRowWriter<Row>(input: WriterInput<Row>): RowWriter<Row> {
  const state = sharedState<Row>(input.name);
  const writer = { input, state };
  const stats = (): WriterStats => ({ ...state.counts, waiting: state.queue.length });
  return {
    keep: (db, row) => {
      if (isRoot(db)) state.db = db;
      state.queue.push(row);
      dropOldest(writer);
      schedule(writer, state.queue.length === BATCH ? 0 : state.pauseMs);
    },
    stats,
    flush: async () => {
      let isTaken = true;
      while (isTaken && (state.queue.length > 0 || state.running !== undefined)) {
        isTaken = await writeOnce(writer);
      }
      return stats();
    },
  };
}

// Next bundles modules more than once per process; the symbol is shared by all copies.
function sharedState<Row>(name: string): State<Row> {
  const shared = globalThis as Record<symbol, State<Row> | undefined>;
  return (shared[Symbol.for(`logbook.writer.${name}`)] ??= {
    queue: [],
    db: undefined,
    timer: undefined,
    running: undefined,
    pauseMs: EVERY_MS,
    counts: { written: 0, dropped: 0, refused: 0 },
  });
}

function schedule<Row>(writer: Writer<Row>, afterMs: number): void {
  const { state } = writer;
  if (state.timer !== undefined && afterMs > 0) return;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => {
    state.timer = undefined;
    void writeOnce(writer).then(() => {
      if (state.queue.length > 0) schedule(writer, state.pauseMs);
    });
  }, afterMs);
  state.timer.unref();
}

function dropOldest<Row>(writer: Writer<Row>): void {
  const surplus = writer.state.queue.length - writer.input.maxWaiting;
  if (surplus <= 0) return;
  writer.state.queue.splice(0, surplus);
  tally(writer, { result: "dropped", rows: surplus });
}

function tally<Row>(
  { input, state }: Writer<Row>,
  { result, rows }: { result: keyof State<Row>["counts"]; rows: number },
): void {
  state.counts[result] += rows;
  input.tally(result, rows);
}

/** One batch at a time in a process; false when the database is away. */
function writeOnce<Row>(writer: Writer<Row>): Promise<boolean> {
  const { state } = writer;
  state.running ??= writeBatch(writer).finally(() => {
    state.running = undefined;
  });
  return state.running;
}

async function writeBatch<Row>(writer: Writer<Row>): Promise<boolean> {
  const { input, state } = writer;
  const rows = state.queue.splice(0, BATCH);
  if (rows.length === 0) return true;
  try {
    await writeRows(writer, rows);
    state.pauseMs = EVERY_MS;
    return true;
  } catch (error) {
    state.queue.unshift(...rows);
    dropOldest(writer);
    state.pauseMs = Math.min(state.pauseMs * 2, LONGEST_PAUSE_MS);
    const waiting = state.queue.length;
    log("warn", `${input.name}.waiting`, { ...state.counts, waiting, error });
    return false;
  }
}

/** Takes off the rows what is settled: the others are to be tried again after an outage. */
async function writeRows<Row>(writer: Writer<Row>, rows: Row[]): Promise<void> {
  const { input, state } = writer;
  const db = state.db ?? (await processDb());
  try {
    tally(writer, { result: "written", rows: await input.insert(db, rows) });
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    // A time without its partition, or one bad row that must not hold up the others.
    await input.mend(db);
    log("warn", `${input.name}.one_by_one`, { rows: rows.length, error });
    for (let row = rows[0]; row !== undefined; row = rows[0]) {
      await writeRow(writer, { db, row });
      rows.shift();
    }
  }
}

async function writeRow<Row>(
  writer: Writer<Row>,
  { db, row }: { db: Db; row: Row },
): Promise<void> {
  const { input } = writer;
  try {
    tally(writer, { result: "written", rows: await input.insert(db, [row]) });
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    tally(writer, { result: "refused", rows: 1 });
    log("error", `${input.name}.refused`, { ...input.describe(row), error });
  }
}
