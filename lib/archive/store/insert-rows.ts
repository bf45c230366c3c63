import type { PortalCtx } from "../../ctx.ts";
import { copyRows, type Db } from "../../db/index.ts";
import { BinaryRows } from "./binary-rows.ts";
import type { TextIds } from "./dictionary.ts";
import type { EntryContent } from "./entry-content.ts";
import type { DraftRow, SourceNumber } from "./stored-entry.ts";

/** A row with its place in the chain. */
export interface PlacedRow {
  row: DraftRow;
  content: EntryContent;
  seq: number;
  source: SourceNumber;
  epoch: number;
  ids: TextIds;
  /** Each character a byte. */
  hash: string;
}

type Column = readonly [name: string, write: (to: BinaryRows, placed: PlacedRow) => void];

// PostgreSQL counts microseconds from here.
const EPOCH_MS = Date.UTC(2000, 0, 1);

const COLUMNS: readonly Column[] = [
  ["seq", (to, { seq }) => to.int64(seq)],
  ["at", (to, { row }) => to.int64((row.at - EPOCH_MS) * 1_000)],
  ["portal_entry_id", (to, { row }) => writeNumber(to, row.entry.nativeId)],
  ["user_id", (to, { row }) => to.int32(row.entry.userId)],
  ["guest_id", (to, { row }) => to.int32(row.entry.guestId)],
  ["severity_id", (to, { ids }) => to.int32(ids.severity)],
  ["type_id", (to, { ids }) => to.int32(ids.type)],
  ["module_id", (to, { ids }) => to.int32(ids.module)],
  ["site_id", (to, { ids }) => to.int32(ids.site)],
  ["agent_id", (to, { ids }) => to.int32(ids.agent)],
  ["uri_id", (to, { ids }) => to.int32(ids.uri)],
  ["keep", (to, { row }) => to.int16(row.keep)],
  ["source", (to, { source }) => to.int16(source)],
  ["epoch", (to, { epoch }) => to.int16(epoch)],
  ["offset_minutes", (to, { row }) => to.int16(row.offsetMinutes)],
  ["form", (to, { content }) => to.int16(content.form)],
  ["addr", (to, { row }) => to.inet(row.addr)],
  ["addr_text", (to, { row }) => to.text(row.addrText)],
  ["time_text", (to, { row }) => to.text(row.timeText)],
  ["item", (to, { row }) => to.text(row.entry.itemId)],
  ["uri", (to, { row, ids }) => to.text(ids.uri === null ? row.entry.requestUri : null)],
  ["description", (to, { row }) => to.text(row.entry.description)],
  ["details", (to, { content }) => to.text(content.details)],
  ["decoded", (to, { content }) => to.json(content.decoded)],
  ["hash", (to, { hash }) => to.latin1(hash)],
];

const NAMES = ["portal_id", ...COLUMNS.map(([name]) => name)];
// By itself: taking pairs apart for each cell made a quarter of all garbage of an append.
const WRITERS = COLUMNS.map(([, write]) => write);
// The database reads a part while the next one is made.
const PART_BYTES = 64_000;
// Of one statement, whose time is limited; each has a price of its own.
const MAX_ROWS = 4_000;
const MAX_BYTES = 8_000_000;

interface Waiting {
  next: IteratorResult<PlacedRow, unknown>;
  rows: Iterator<PlacedRow, unknown>;
}

/** Writes rows in their order, in statements of bounded size. */
export async function insertRows(tx: Db, ctx: PortalCtx, all: Iterable<PlacedRow>): Promise<void> {
  const rows = all[Symbol.iterator]();
  const waiting: Waiting = { next: rows.next(), rows };
  while (waiting.next.done !== true) {
    const sent: BinaryRows[] = [];
    await copyRows(tx, { into: "entry", columns: NAMES, data: toParts(ctx, waiting, sent) });
    // Not after an error: a connection that is not closed yet may still send them.
    for (const part of sent) part.giveBack();
  }
}

/** Takes as many of the rows as one statement may have; `sent` gets what can be written over once it is over. */
function* toParts(ctx: PortalCtx, waiting: Waiting, sent: BinaryRows[]): Generator<Buffer> {
  let part = new BinaryRows();
  let [count, bytes] = [0, 0];
  part.begin();
  while (waiting.next.done !== true && count < MAX_ROWS && bytes + part.size < MAX_BYTES) {
    if (part.size > PART_BYTES) {
      bytes += part.size;
      if (part.isReusable) sent.push(part);
      yield part.bytes();
      part = new BinaryRows();
    }
    part.startRow(NAMES.length);
    part.big(ctx.portalId);
    for (const write of WRITERS) write(part, waiting.next.value);
    count += 1;
    waiting.next = waiting.rows.next();
  }
  part.end();
  if (part.isReusable) sent.push(part);
  yield part.bytes();
}

const SAFE_DIGITS = 15;

function writeNumber(to: BinaryRows, digits: string | null): void {
  if (digits === null) to.none();
  else if (digits.length <= SAFE_DIGITS) to.int64(Number(digits));
  else to.big(BigInt(digits));
}
