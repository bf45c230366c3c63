import type { PortalCtx } from "../ctx.ts";
import { internal } from "../errors.ts";
import { log } from "../log.ts";
import { maskQuery } from "../portals/index.ts";
import { endFolds, foldReading } from "./fold-readings.ts";
import type { ReadingRow } from "./insert-readings.ts";
import { flushUses } from "./note-use.ts";
import { readingWriter, type ReadingStats } from "./reading-writer.ts";
import type { ReadingKind } from "./shared.ts";

export interface NoteReadingInput {
  /** What a person did; a token's readings are of the kind `api` whatever they are. */
  kind: Exclude<ReadingKind, "api">;
  /** The method or the door, for instance `auditlog.get` or `entries`. */
  method: string;
  /** What was asked for, as it came. */
  query: unknown;
  /** How many rows were handed out; null when it is not a matter of rows. */
  rows: number | null;
  /** When it began, by the clock of `performance.now()`. */
  startedAtMs: number;
  address: string | null;
  /** A person's repetitions within a minute are one record: for what an open page asks by itself. */
  isFolded?: boolean;
}

/** Records who read what. It is written later, and whatever goes wrong here, the reading itself goes on. */
export function noteReading(ctx: PortalCtx, input: NoteReadingInput): void {
  try {
    const row = toRow(ctx, input);
    const mayFold = input.isFolded === true && row.userId !== null;
    const now = mayFold ? foldReading(ctx.db, row) : row;
    if (now !== null) readingWriter.keep(ctx.db, now);
  } catch (error) {
    const { requestId } = ctx;
    log("error", "readings.not_recorded", { requestId, method: input.method, error });
  }
}

export function readingStats(): ReadingStats {
  return readingWriter.stats();
}

/** Writes all that waits, for a process that ends. */
export async function flushReadings(): Promise<ReadingStats> {
  endFolds();
  await flushUses();
  return readingWriter.flush();
}

function toRow({ actor, portalId, requestId }: PortalCtx, input: NoteReadingInput): ReadingRow {
  const { method, rows, startedAtMs, address } = input;
  return {
    startedAtMs,
    portalId: portalId.toString(),
    requestId,
    kind: actor.kind === "token" ? "api" : input.kind,
    ...readerOf(actor),
    address,
    method,
    query: maskQuery(input.query ?? {}) ?? {},
    rows,
    durationMs: Math.round(performance.now() - startedAtMs),
    times: 1,
  };
}

function readerOf(actor: PortalCtx["actor"]): Pick<ReadingRow, "userId" | "tokenId" | "name"> {
  if (actor.kind === "token") return { userId: null, tokenId: actor.tokenId, name: actor.name };
  if (actor.kind !== "user") throw internal("Only people and tokens read the log by themselves.");
  const { userId, name } = actor;
  return { userId, tokenId: null, name: name ?? `#${userId}` };
}
