import type { Db } from "../db/index.ts";
import type { ReadingRow } from "./insert-readings.ts";
import { readingWriter } from "./reading-writer.ts";

const FOLD_MS = 60_000;
const MAX_FOLDS = 5_000;

interface Fold {
  db: Db;
  /** What came after the first one, added up. */
  more: ReadingRow | null;
  timer: NodeJS.Timeout;
}

// Next bundles this module more than once per process; the symbol is shared by all copies.
const FOLDS = Symbol.for("logbook.reading-folds");
const shared = globalThis as { [FOLDS]?: Map<string, Fold> };

function folds(): Map<string, Fold> {
  return (shared[FOLDS] ??= new Map<string, Fold>());
}

/**
 * The first of a person's equal readings comes back, to be written at once; what repeats it is added up and written
 * as one when the minute is over.
 */
export function foldReading(db: Db, row: ReadingRow): ReadingRow | null {
  const { portalId, userId, kind, method, query, address } = row;
  const key = JSON.stringify([portalId, userId, kind, method, query, address]);
  const fold = folds().get(key);
  if (fold !== undefined) {
    fold.more = fold.more === null ? row : addUp(fold.more, row);
    return null;
  }
  if (folds().size < MAX_FOLDS) begin(key, db);
  return row;
}

/** Hands all over that is still being added up. */
export function endFolds(): void {
  for (const { db, more, timer } of folds().values()) {
    clearTimeout(timer);
    if (more !== null) readingWriter.keep(db, more);
  }
  folds().clear();
}

function begin(key: string, db: Db): void {
  const timer = setTimeout(() => {
    const more = folds().get(key)?.more ?? null;
    folds().delete(key);
    if (more === null) return;
    readingWriter.keep(db, more);
    begin(key, db);
  }, FOLD_MS);
  timer.unref();
  folds().set(key, { db, more: null, timer });
}

function addUp(before: ReadingRow, row: ReadingRow): ReadingRow {
  const isCounted = before.rows !== null || row.rows !== null;
  return {
    ...before,
    rows: isCounted ? (before.rows ?? 0) + (row.rows ?? 0) : null,
    durationMs: before.durationMs + row.durationMs,
    times: before.times + row.times,
  };
}
