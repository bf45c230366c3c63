import type { PortalCtx } from "../../ctx.ts";
import { isRoot, withTx, type Db } from "../../db/index.ts";
import { invalidInput, unavailable } from "../../errors.ts";
import { fault } from "../../fault.ts";
import { keepOf } from "../keep/keep-class.ts";
import { readRules } from "../keep/read-rules.ts";
import { appendIn, type Appended } from "./append-in.ts";
import { ensurePartitions, forgetPartitions, isMissingPartition } from "./partitions.ts";
import { keepTexts, recall } from "./process-memory.ts";
import { keepPairs } from "./seen-addresses.ts";
import { SOURCES, type EntryInput, type SourceNumber } from "./stored-entry.ts";
import { toRow } from "./to-row.ts";

export interface AppendInput {
  epoch: number;
  /** The portal's log (0) when left out, our own entries (1). */
  source?: SourceNumber;
  /** Masked entries in the order of their numbers. */
  rows: readonly EntryInput[];
  /** Runs in the same transaction once the rows are written; runs again when the transaction is tried again. */
  also?: (tx: Db, appended: Appended) => Promise<void>;
}

const MAX_TRIES = 5;

/** Stores entries behind everything stored before: all of them together with `also`, or nothing. */
export async function appendEntries(ctx: PortalCtx, input: AppendInput): Promise<Appended> {
  const isOwn = input.source === SOURCES.logbook;
  if (input.rows.some(({ nativeId }) => (nativeId === null) !== isOwn)) {
    throw invalidInput("Entries of the portal have a number of the portal, our own have none.");
  }
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const appended = await tryAppend(ctx, input);
    if (appended !== null) return appended;
  }
  throw unavailable("The rules of keeping entries change faster than entries can be stored.");
}

/** Null when retention changed what the rows were made for: they have to be made again. */
async function tryAppend(ctx: PortalCtx, input: AppendInput): Promise<Appended | null> {
  const memory = recall(ctx.db, ctx.portalId);
  const rules = memory?.rules ?? (await readRules(ctx)).rules;
  const toRowContext = { now: ctx.now().getTime(), keepOf: keepOf(rules) };
  const rows = input.rows.map((row) => toRow(row, toRowContext));
  await ensurePartitions(ctx.db, rows);
  fault("archive-append-partitions");
  const { epoch, source = 0, also } = input;
  try {
    const done = await withTx(ctx.db, (tx) =>
      appendIn({ ...ctx, db: tx }, { epoch, source, also, rows, rules, memory }),
    );
    if (memory !== null) memory.rules = done === null ? null : rules;
    if (done === null) return null;
    fault("archive-append-committed");
    if (memory !== null) {
      keepTexts(memory, done);
      keepPairs(memory.seen, done.seen);
      memory.range = done.range;
    }
    return done.appended;
  } catch (error) {
    if (!isRoot(ctx.db) || !isMissingPartition(error)) throw error;
    forgetPartitions(ctx.db);
    return null;
  }
}
