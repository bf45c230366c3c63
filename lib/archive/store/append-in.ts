import type { PortalCtx } from "../../ctx.ts";
import type { Db } from "../../db/index.ts";
import { internal } from "../../errors.ts";
import { fault } from "../../fault.ts";
import { enqueueIndex } from "../blocks/enqueue-index.ts";
import type { KeepRules } from "../keep/keep-class.ts";
import { readRules } from "../keep/read-rules.ts";
import { enqueueWatched } from "../watch/watch.ts";
import { chainDigest, ownText } from "./chain.ts";
import { openDictionary, type Dictionary } from "./dictionary.ts";
import { entryContent } from "./entry-content.ts";
import { lockHead, writeHead, type ArchiveHead } from "./head.ts";
import { insertRows, type PlacedRow } from "./insert-rows.ts";
import { findKnown, numbersOf, widen, type Numbers } from "./known-entries.ts";
import type { KnownTexts } from "./known-texts.ts";
import type { IdRange, PortalMemory } from "./process-memory.ts";
import { knownPairs, NewPairs, writePairs } from "./seen-addresses.ts";
import type { DraftRow, SourceNumber } from "./stored-entry.ts";

export interface Appended {
  stored: number;
  /** Entries that were stored before, or came twice. */
  known: number;
  /** Numbers of the first and last row stored now; null when none was. */
  firstSeq: bigint | null;
  lastSeq: bigint | null;
}

interface AppendInInput {
  epoch: number;
  source: SourceNumber;
  also: ((tx: Db, appended: Appended) => Promise<void>) | undefined;
  rows: readonly DraftRow[];
  /** What the rows' classes were chosen by. */
  rules: KeepRules;
  memory: PortalMemory | null;
}

interface Done {
  appended: Appended;
  texts: KnownTexts;
  seen: { pairs: NewPairs["found"]; forgotten: bigint };
  lastTextId: number;
  range: IdRange | null;
}

/** The part of an append that holds the head's lock; null when the rules are not the rows' any more. */
export async function appendIn(ctx: PortalCtx, input: AppendInInput): Promise<Done | null> {
  const tx = ctx.db;
  const numbers = numbersOf(input.rows);
  const head = await lockHead(tx, ctx);
  fault("archive-append-locked");
  const { rules } = await readRules(ctx);
  if (JSON.stringify(rules) !== JSON.stringify(input.rules)) return null;
  const { rows, range } = await leaveOutKnown(ctx, { ...input, numbers }, head);
  const { lastTextId } = head;
  const dictionary = await openDictionary(tx, { ctx, rows, lastTextId, memory: input.memory });
  fault("archive-append-texts");
  const { seenForgotten: forgotten } = head;
  const pairs = new NewPairs(input.memory && knownPairs(input.memory.seen, forgotten));
  const end = await writeRows(ctx, { ...input, rows, head, dictionary, pairs });
  await writePairs(tx, ctx, pairs.found.values());
  fault("archive-append-seen");
  const appended = {
    stored: rows.length,
    known: input.rows.length - rows.length,
    firstSeq: rows.length === 0 ? null : head.lastSeq + 1n,
    lastSeq: rows.length === 0 ? null : end.lastSeq,
  };
  const { firstSeq, lastSeq } = appended;
  if (firstSeq !== null && lastSeq !== null) {
    await enqueueIndex(tx, { portalId: ctx.portalId, firstSeq, lastSeq });
    if (end.isWatched) await enqueueWatched(tx, ctx.portalId);
  }
  await input.also?.(tx, appended);
  fault("archive-append-also");
  return {
    appended,
    texts: dictionary.found,
    seen: { pairs: pairs.found, forgotten },
    lastTextId: end.lastTextId,
    range: range === null ? null : widen(range, numbers, toHex(end.lastHash)),
  };
}

async function leaveOutKnown(
  ctx: PortalCtx,
  input: AppendInInput & { numbers: Numbers },
  head: ArchiveHead,
): Promise<{ rows: readonly DraftRow[]; range: IdRange | null }> {
  const { rows, numbers, epoch, memory } = input;
  if (input.source !== 0) return { rows, range: null };
  const { ids, range } = await findKnown(ctx.db, {
    ...{ ctx, epoch, rows, numbers },
    head: toHex(head.lastHash),
    range: memory?.range ?? null,
  });
  if (ids.size === 0 && numbers.areRising) return { rows, range };
  const seen = new Set(ids);
  const fresh = rows.filter(({ entry: { nativeId } }) => {
    if (nativeId === null || seen.has(nativeId)) return false;
    seen.add(nativeId);
    return true;
  });
  return { rows: fresh, range };
}

interface WriteInput extends AppendInInput {
  head: ArchiveHead;
  dictionary: Dictionary;
  pairs: NewPairs;
}

async function writeRows(
  ctx: PortalCtx,
  input: WriteInput,
): Promise<ArchiveHead & { isWatched: boolean }> {
  const { rows, source, epoch, dictionary, head, pairs } = input;
  let seq = Number(head.lastSeq);
  if (!Number.isSafeInteger(seq + rows.length)) throw internal("The archive is full.");
  let last = Buffer.from(head.lastHash).toString("latin1");
  // What only the row itself needs is made while the database takes in the rows before it.
  const place = function* (): Generator<PlacedRow> {
    let index = 0;
    for (const row of rows) {
      const ids = dictionary.ids[index];
      if (ids === undefined) throw internal("A row has no numbers of its texts.");
      index += 1;
      seq += 1;
      pairs.add(row, seq);
      const { entry } = row;
      last = chainDigest(last, { seq, source, epoch, own: ownText(entry) }, "binary");
      const content = entryContent(entry.description);
      yield { row, content, seq, source, epoch, ids, hash: last };
    }
  };
  await insertRows(ctx.db, ctx, place());
  fault("archive-append-rows");
  const end = {
    lastSeq: BigInt(seq),
    lastHash: Buffer.from(last, "latin1"),
    lastTextId: dictionary.lastTextId,
  };
  const isWatched = rows.length > 0 && (await writeHead(ctx.db, ctx, end)).isWatched;
  fault("archive-append-head");
  return { ...end, isWatched };
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
