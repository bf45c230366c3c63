import type { PortalCtx } from "../../ctx.ts";
import {
  inReading,
  isDatabaseAway,
  isOutOfTime,
  isRoot,
  runCompiled,
  type RawDb,
} from "../../db/index.ts";
import { isAppError, unavailable } from "../../errors.ts";
import { TERMS_VERSION } from "../blocks/terms.ts";
import { KEEP_CLASSES } from "../keep/keep-class.ts";
import { openParams, type Params } from "./params.ts";
import { enterGate } from "./snapshot-gate.ts";

/** One state of a portal's archive: all statements of a search see the same rows, blocks and counts. */
export interface Snapshot {
  db: RawDb;
  portalId: bigint;
  lastSeq: bigint;
  /** Rows above have no block and are in no count. */
  indexedSeq: bigint;
  /** All stored rows lie between: start inclusive, end exclusive. */
  low: Date;
  high: Date;
  /** Present time. */
  now: Date;
  /** When the effort is over, in milliseconds of `performance.now()`. */
  deadline: number;
  /** Whether a statement that fails leaves the others possible. */
  guard: { isUp: boolean };
}

/** How long a search may take before it answers with what it has. */
export const EFFORT_MS = 8_000;
// Half of the effort, so that a step that takes longer can be repeated as smaller ones.
const STATEMENT_MS = 4_000;
// How long a search waits for its turn where they are limited.
const PATIENCE_MS = 5_000;
const READING = { timeoutMs: 20_000 };

interface StateRow {
  last_seq: bigint | null;
  indexed_seq: bigint | null;
  low: Date | null;
  high: Date | null;
}

/** Runs `work` on one state of the archive. */
export async function inSnapshot<T>(
  ctx: PortalCtx,
  input: {
    effortMs?: number | undefined;
    statementMs?: number;
    /** Rows and counts are put together: no month goes away in between. */
    isCounting?: boolean;
    /** How long it waits for its turn: longer where a part of the answer is sent already. */
    patienceMs?: number;
  },
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const { portalId } = ctx;
  const run = async (db: RawDb) => {
    const deadline = performance.now() + (input.effortMs ?? EFFORT_MS);
    const given = { portalId, deadline, now: ctx.now() };
    if (input.isCounting === true) await runCompiled(db, { text: HOLD_MONTHS, values: [] });
    const state = await readState(db, { portalId, statementMs: input.statementMs ?? STATEMENT_MS });
    return work({ ...given, db, ...state, guard: { isUp: false } });
  };
  if (!isRoot(ctx.db)) return answered(run(ctx.db));
  const leave = await enterGate(portalId, input.patienceMs ?? PATIENCE_MS);
  return answered(inReading(ctx.db, READING, run)).finally(leave);
}

async function answered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isAppError(error) || !isDatabaseAway(error)) throw error;
    throw unavailable("The archive did not answer in time.", error);
  }
}

// Whole tables are never read: planners do not know that a block's terms are stored aside. Joins are written in
// the order in which they are done, which saves looking for another one.
const SETTINGS = {
  enable_seqscan: "off",
  join_collapse_limit: "1",
  jit: "off",
  max_parallel_workers_per_gather: "0",
};

// Before the first look, which decides what the transaction sees of the tables.
const CLASSES = KEEP_CLASSES.map((months) => `entry_k${months}`);
const HOLD_MONTHS = `LOCK TABLE ONLY ${CLASSES.join(", ONLY ")} IN ACCESS SHARE MODE`;

type State = Pick<Snapshot, "lastSeq" | "indexedSeq" | "low" | "high">;

async function readState(
  db: RawDb,
  { portalId, statementMs }: { portalId: bigint; statementMs: number },
): Promise<State> {
  const params = openParams();
  const portal = params.add(portalId, "bigint");
  const settings = Object.entries({ ...SETTINGS, statement_timeout: statementMs }).map(
    ([name, value]) => `set_config('${name}', '${value}', true)`,
  );
  const text = `/* kept plan */ WITH settings AS MATERIALIZED (SELECT ${settings.join(", ")})
    SELECT (SELECT last_seq FROM archive_head WHERE portal_id = ${portal}) AS last_seq,
      (SELECT indexed_seq FROM archive_index
        WHERE portal_id = ${portal} AND version = ${TERMS_VERSION}) AS indexed_seq,
      min(low) AS low, max(high) AS high
    FROM settings, ${LEAVES}`;
  const [row] = await runCompiled<StateRow>(db, { text, values: params.values });
  const nothing = new Date(0);
  return {
    lastSeq: row?.last_seq ?? 0n,
    indexedSeq: row?.indexed_seq ?? 0n,
    low: row?.low ?? nothing,
    high: row?.high ?? nothing,
  };
}

// Old years are leaves without a month.
const LEAVES = `(SELECT start AT TIME ZONE 'UTC' AS low, (start + width) AT TIME ZONE 'UTC' AS high
  FROM (
    SELECT to_date(part[1] || coalesce(part[2], '_01'), 'YYYY_MM')::timestamp AS start,
      CASE WHEN part[2] IS NULL THEN interval '1 year' ELSE interval '1 month' END AS width
    FROM pg_class CROSS JOIN LATERAL regexp_match(relname, '^entry_k\\d+_(\\d{4})(_\\d\\d)?$') AS name (part)
    WHERE relname >= 'entry_k' AND relname < 'entry_l' AND relkind = 'r' AND part IS NOT NULL
      AND relnamespace = current_schema()::regnamespace
  ) AS named) AS leaf`;

export function isOver({ deadline }: Snapshot): boolean {
  return performance.now() >= deadline;
}

/** Without blocks for most rows, going by time finds the nearest ones sooner. */
export function hasBlocks({ indexedSeq, lastSeq }: Snapshot): boolean {
  return indexedSeq * 2n >= lastSeq;
}

export async function ask<T>(snapshot: Snapshot, text: string, params: Params): Promise<T[]> {
  return runCompiled<T>(snapshot.db, { text, values: params.values });
}

/** Asks what may take long, however it is planned; null when it did not end in the time for one statement. */
export async function askStep<T>(
  snapshot: Snapshot,
  text: string,
  params: Params,
): Promise<T[] | null> {
  const { db, guard } = snapshot;
  if (!guard.isUp) await db.$executeRaw`SAVEPOINT step`;
  guard.isUp = true;
  try {
    return await ask<T>(snapshot, text, params);
  } catch (error) {
    if (!isOutOfTime(error)) throw error;
    await db.$executeRaw`ROLLBACK TO SAVEPOINT step`;
    return null;
  }
}
