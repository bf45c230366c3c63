import type { PortalCtx } from "../../ctx.ts";
import { runCompiled, type Db } from "../../db/index.ts";
import { arrayLiteral, type Cell } from "./array-literal.ts";
import type { TextIds } from "./dictionary.ts";
import type { ChainedEntry, DraftRow } from "./stored-entry.ts";

/** A row with its place in the chain. */
export interface PlacedRow {
  row: DraftRow;
  place: Omit<ChainedEntry, "entry">;
  ids: TextIds;
  hash: Buffer;
}

type Column = readonly [name: string, type: string, value: (placed: PlacedRow) => Cell];

const COLUMNS: readonly Column[] = [
  ["seq", "bigint", ({ place }) => place.seq],
  ["at", "timestamptz", ({ row }) => new Date(row.at).toISOString()],
  ["portal_entry_id", "bigint", ({ row }) => row.entry.nativeId],
  ["user_id", "integer", ({ row }) => row.entry.userId],
  ["guest_id", "integer", ({ row }) => row.entry.guestId],
  ["severity_id", "integer", ({ ids }) => ids.severity],
  ["type_id", "integer", ({ ids }) => ids.type],
  ["module_id", "integer", ({ ids }) => ids.module],
  ["site_id", "integer", ({ ids }) => ids.site],
  ["agent_id", "integer", ({ ids }) => ids.agent],
  ["uri_id", "integer", ({ ids }) => ids.uri],
  ["keep", "smallint", ({ row }) => row.keep],
  ["source", "smallint", ({ place }) => place.source],
  ["epoch", "smallint", ({ place }) => place.epoch],
  ["offset_minutes", "smallint", ({ row }) => row.offsetMinutes],
  ["form", "smallint", ({ row }) => row.form],
  ["addr", "inet", ({ row }) => row.addr],
  ["addr_text", "text", ({ row }) => row.addrText],
  ["time_text", "text", ({ row }) => row.timeText],
  ["item", "text", ({ row }) => row.entry.itemId],
  ["uri", "text", ({ row, ids }) => (ids.uri === null ? row.entry.requestUri : null)],
  ["description", "text", ({ row }) => row.entry.description],
  ["details", "text", ({ row }) => row.details],
  ["decoded", "jsonb", ({ row }) => row.decoded],
  ["hash", "bytea", ({ hash }) => `\\x${hash.toString("hex")}`],
];

// Arrays as texts: the driver takes longer over lists of values than the database over reading these.
const ARRAYS = COLUMNS.map(([, type], index) => `$${index + 2}::text::${type}[]`);
const INSERT = `INSERT INTO entry (portal_id, ${COLUMNS.map(([name]) => name).join(", ")})
  SELECT $1, r.* FROM unnest(${ARRAYS.join(", ")}) AS r`;

const MAX_ROWS = 2_000;
const MAX_CHARS = 8_000_000;

/** Writes rows in their order, in statements of bounded size. */
export async function insertRows(tx: Db, ctx: PortalCtx, rows: Iterable<PlacedRow>): Promise<void> {
  let part: PlacedRow[] = [];
  let chars = 0;
  for (const placed of rows) {
    const size = sizeOf(placed);
    if (part.length === MAX_ROWS || chars + size > MAX_CHARS) {
      await insertPart(tx, ctx, part);
      part = [];
      chars = 0;
    }
    part.push(placed);
    chars += size;
  }
  await insertPart(tx, ctx, part);
}

async function insertPart(tx: Db, ctx: PortalCtx, part: readonly PlacedRow[]): Promise<void> {
  if (part.length === 0) return;
  const arrays = COLUMNS.map(([, , value]) => arrayLiteral(part.map(value)));
  await runCompiled(tx, { text: INSERT, values: [ctx.portalId, ...arrays] });
}

function sizeOf({ row: { entry, details, decoded } }: PlacedRow): number {
  const { description, requestUri, itemId } = entry;
  const long = [description, details, decoded, requestUri, itemId];
  return long.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}
