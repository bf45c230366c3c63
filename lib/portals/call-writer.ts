import { count } from "../counts.ts";
import { isDatabaseAway, isRoot, processDb, type Db } from "../db/index.ts";
import { log } from "../log.ts";
import { insertCalls, type CallRow } from "./insert-calls.ts";

export interface CallLogStats {
  written: number;
  /** Given up because the database was away for too long. */
  dropped: number;
  /** Given up because the database took them not even alone. */
  refused: number;
  waiting: number;
}

interface Writer {
  queue: CallRow[];
  /** The client of whoever called last outside a transaction. */
  db: Db | undefined;
  timer: NodeJS.Timeout | undefined;
  running: Promise<boolean> | undefined;
  pauseMs: number;
  counts: Omit<CallLogStats, "waiting">;
}

const MAX_WAITING = 1_000;
const BATCH = 200;
const EVERY_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const DAYS_AHEAD = 7;

// Next bundles this module more than once per process; the symbol is shared by all copies.
const WRITER = Symbol.for("logbook.call-writer");
const shared = globalThis as { [WRITER]?: Writer };

function writer(): Writer {
  return (shared[WRITER] ??= {
    queue: [],
    db: undefined,
    timer: undefined,
    running: undefined,
    pauseMs: EVERY_MS,
    counts: { written: 0, dropped: 0, refused: 0 },
  });
}

/** Takes a row to be written soon; nobody waits for it. With the database away the oldest rows give way. */
export function keepCall(db: Db, row: CallRow): void {
  const state = writer();
  if (isRoot(db)) state.db = db;
  state.queue.push(row);
  dropOldest();
  schedule(state.queue.length === BATCH ? 0 : state.pauseMs);
}

export function callLogStats(): CallLogStats {
  const { counts, queue } = writer();
  return { ...counts, waiting: queue.length };
}

/** Writes all that waits, for a process that ends; what the database does not take now stays. */
export async function flushCalls(): Promise<CallLogStats> {
  let isTaken = true;
  while (isTaken && (writer().queue.length > 0 || writer().running !== undefined)) {
    isTaken = await writeOnce();
  }
  return callLogStats();
}

function schedule(afterMs: number): void {
  const state = writer();
  if (state.timer !== undefined && afterMs > 0) return;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => {
    state.timer = undefined;
    void writeOnce().then(() => {
      if (state.queue.length > 0) schedule(state.pauseMs);
    });
  }, afterMs);
  state.timer.unref();
}

function dropOldest(): void {
  const { queue } = writer();
  const surplus = queue.length - MAX_WAITING;
  if (surplus <= 0) return;
  queue.splice(0, surplus);
  tally("dropped", surplus);
}

function tally(result: keyof Writer["counts"], rows: number): void {
  writer().counts[result] += rows;
  count("rest_log_rows_total", { result }, rows);
}

/** One batch at a time in a process; false when the database is away. */
function writeOnce(): Promise<boolean> {
  const state = writer();
  state.running ??= writeBatch(state).finally(() => {
    state.running = undefined;
  });
  return state.running;
}

async function writeBatch(state: Writer): Promise<boolean> {
  const rows = state.queue.splice(0, BATCH);
  if (rows.length === 0) return true;
  try {
    await writeRows(state, rows);
    state.pauseMs = EVERY_MS;
    return true;
  } catch (error) {
    state.queue.unshift(...rows);
    dropOldest();
    state.pauseMs = Math.min(state.pauseMs * 2, LONGEST_PAUSE_MS);
    log("warn", "rest_log.waiting", { ...callLogStats(), error });
    return false;
  }
}

async function writeRows(state: Writer, rows: CallRow[]): Promise<void> {
  const db = state.db ?? (await processDb());
  try {
    tally("written", await insertCalls(db, rows));
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    // A day without its partition, or one bad row that must not hold up the others.
    await db.$executeRaw`SELECT make_rest_call_partitions(${DAYS_AHEAD}::int)`;
    log("warn", "rest_log.one_by_one", { rows: rows.length, error });
    for (const row of rows) await writeRow({ db, row });
  }
}

async function writeRow({ db, row }: { db: Db; row: CallRow }): Promise<void> {
  try {
    tally("written", await insertCalls(db, [row]));
  } catch (error) {
    tally("refused", 1);
    log("error", "rest_log.refused", { requestId: row.requestId, method: row.method, error });
  }
}
