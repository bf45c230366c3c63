import { withTx, type Db } from "../db/index.ts";
import { AppError, internal, unavailable } from "../errors.ts";
import { fault } from "../fault.ts";
import { enqueueAll } from "../queue/index.ts";
import { findByToken, insertRuns, noteRepeated, type IntakeRow } from "./insert-runs.ts";

const MAX_BATCH = 200;
const MAX_ACTIVE = 2;
const WORTH_A_SECOND = 12;
const BUDGET_MS = 5_000;

export interface IntakeResult {
  runId: string;
  isNew: boolean;
}

interface Waiting {
  row: IntakeRow;
  resolve(result: IntakeResult): void;
  reject(error: unknown): void;
}

interface Intake {
  waiting: Waiting[];
  active: number;
  isScheduled: boolean;
}

const intakes = new WeakMap<object, Intake>();

/**
 * Stores a call together with those that arrive at the same time: one transaction and one flush to disk for all
 * of them. A call is answered when it is durable, or fails within 5 s.
 */
export async function storeCall(db: Db, row: IntakeRow): Promise<IntakeResult> {
  const intake = intakeOf(db);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(unavailable("The call could not be stored in time."));
    }, BUDGET_MS);
    const settle =
      <T>(pass: (value: T) => void) =>
      (value: T): void => {
        clearTimeout(timer);
        pass(value);
      };
    intake.waiting.push({ row, resolve: settle(resolve), reject: settle(reject) });
    schedule(db, intake);
  });
}

function intakeOf(db: Db): Intake {
  const known = intakes.get(db);
  if (known !== undefined) return known;
  const intake = { waiting: [], active: 0, isScheduled: false };
  intakes.set(db, intake);
  return intake;
}

// After the current turn, so that calls read from several sockets in it travel together. A second batch starts
// beside the first only when it is worth its own flush to disk.
function schedule(db: Db, intake: Intake): void {
  const enough = intake.active === 0 ? 1 : WORTH_A_SECOND;
  if (intake.isScheduled || intake.active >= MAX_ACTIVE || intake.waiting.length < enough) return;
  intake.isScheduled = true;
  setImmediate(() => {
    intake.isScheduled = false;
    intake.active += 1;
    const batch = intake.waiting.splice(0, MAX_BATCH);
    void storeBatch(db, batch).finally(() => {
      intake.active -= 1;
      schedule(db, intake);
    });
    schedule(db, intake);
  });
}

async function storeBatch(db: Db, batch: Waiting[]): Promise<void> {
  try {
    const results = await storeRows(
      db,
      batch.map(({ row }) => row),
    );
    for (const [place, waiting] of batch.entries()) answer(waiting, results[place]);
  } catch (error) {
    await afterFailure(db, batch, error);
  }
}

// One bad row must not take the others with it; a database that is away fails them all at once.
async function afterFailure(db: Db, batch: Waiting[], error: unknown): Promise<void> {
  const isAlone = batch.length === 1;
  const isAway = isAlone || !(await isReachable(db));
  if (isAway) {
    const cause =
      error instanceof AppError ? error : unavailable("The call was not stored.", error);
    for (const { reject } of batch) reject(cause);
    return;
  }
  for (const waiting of batch) await storeBatch(db, [waiting]);
}

async function isReachable(db: Db): Promise<boolean> {
  return db.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
}

function answer(waiting: Waiting, result: IntakeResult | "removed" | undefined): void {
  if (result === "removed") {
    waiting.reject(new AppError("portal_removed", "The app is not installed on this portal."));
  } else if (result === undefined) {
    waiting.reject(internal("The call's result is missing."));
  } else {
    waiting.resolve(result);
  }
}

type RowResult = IntakeResult | "removed";

async function storeRows(db: Db, rows: IntakeRow[]): Promise<RowResult[]> {
  const results = await withTx(db, async (tx) => {
    const stored = await insertRuns(tx, rows);
    const jobs = stored.map(({ id, calledAt }) => ({
      runId: id,
      calledAt: calledAt.toISOString(),
    }));
    const portals = new Map(rows.map(({ id, portalId }) => [id, portalId]));
    await enqueueAll(tx, "run.execute", jobs, ({ runId }) => portals.get(runId) ?? "");
    const fresh = new Set(stored.map(({ id }) => id));
    const others = rows.filter(({ id }) => !fresh.has(id));
    const earlier = others.length === 0 ? [] : await findByToken(tx, others);
    const known = new Map(earlier.map((run) => [`${run.portalId} ${run.tokenHash}`, run.id]));
    const repeated = others.flatMap((row) => {
      const runId = known.get(`${row.portalId} ${row.tokenHash}`);
      return runId === undefined ? [] : [{ row, runId }];
    });
    await noteRepeated(tx, repeated);
    fault("before-intake-commit");
    return rows.map((row): RowResult => {
      if (fresh.has(row.id)) return { runId: row.id, isNew: true };
      const runId = known.get(`${row.portalId} ${row.tokenHash}`);
      return runId === undefined ? "removed" : { runId, isNew: false };
    });
  });
  fault("after-intake-commit");
  return results;
}
