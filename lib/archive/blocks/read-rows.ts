import { NUMBERED_OF, runCompiled, type Db } from "../../db/index.ts";
import { FORMS, type Form } from "../store/entry-content.ts";
import type { BlockRow } from "./terms.ts";

/** What counts are made by. */
export interface CountedRow {
  /** Milliseconds. */
  at: number;
  keep: number;
  severityId: number;
  typeId: number;
  moduleId: number;
  siteId: number | null;
  userId: number | null;
  addr: string | null;
  addrText: string | null;
}

export interface IndexRow extends CountedRow {
  /** Which block of those asked for it belongs to, from 0. */
  block: number;
  searched: BlockRow;
}

/** Texts of the portal by number, kept from read to read. */
export type TextStore = Map<number, string>;

interface ReadInput {
  portalId: bigint;
  firstSeq: bigint;
  lastSeq: bigint;
  blockSize: number;
  texts: TextStore;
}

/** The rows of these numbers in order; numbers without a row were removed by retention. */
export async function readRows(tx: Db, input: ReadInput): Promise<IndexRow[]> {
  const { portalId, firstSeq, lastSeq, blockSize, texts } = input;
  // As one text: a page is read several times faster than by columns.
  const text = `SELECT coalesce(json_agg(json_build_array(((e.seq - $2::bigint) / $4::integer),
      extract(epoch FROM e.at) * 1000, e.keep, e.severity_id, e.type_id, e.module_id, e.site_id, e.agent_id,
      e.uri_id, e.user_id, e.guest_id, host(e.addr), e.addr_text, e.item, e.uri, e.description, e.details,
      e.form, e.decoded::text) ORDER BY e.seq), '[]')::text AS page
    FROM entry e WHERE e.portal_id = ${NUMBERED_OF} AND e.seq BETWEEN $2::bigint AND $3::bigint`;
  const values = [portalId, firstSeq, lastSeq, blockSize];
  const [found] = await runCompiled<{ page: string }>(tx, { text, values });
  const cells = JSON.parse(found?.page ?? "[]") as Cells[];
  await readTexts(tx, { portalId, cells, texts });
  return cells.map((row) => toRow(row, texts));
}

type Cells = [
  block: number,
  at: number,
  keep: number,
  severityId: number,
  typeId: number,
  moduleId: number,
  siteId: number | null,
  agentId: number | null,
  uriId: number | null,
  userId: number | null,
  guestId: number | null,
  addr: string | null,
  addrText: string | null,
  item: string,
  uri: string | null,
  description: string | null,
  details: string | null,
  form: Form,
  decoded: string | null,
];
const [FIRST_TEXT, LAST_TEXT] = [3, 8];
const MAX_TEXTS = 100_000;

async function readTexts(
  tx: Db,
  input: { portalId: bigint; cells: Cells[]; texts: TextStore },
): Promise<void> {
  const { portalId, cells, texts } = input;
  if (texts.size > MAX_TEXTS) texts.clear();
  const missing = new Set<number>();
  for (const row of cells) {
    for (let place = FIRST_TEXT; place <= LAST_TEXT; place += 1) {
      const id = row[place] as number | null;
      if (id !== null && !texts.has(id)) missing.add(id);
    }
  }
  if (missing.size === 0) return;
  const found = await tx.entryText.findMany({
    where: { portalId, id: { in: [...missing] } },
    select: { id: true, value: true },
  });
  for (const { id, value } of found) texts.set(id, value);
}

function toRow(cells: Cells, texts: TextStore): IndexRow {
  const [block, at, keep, severityId, typeId, moduleId, siteId, agentId, uriId, ...more] = cells;
  const [userId, guestId, addr, addrText, itemId, uri, description, details, form, decoded] = more;
  const textOf = (id: number | null): string | null =>
    id === null ? null : (texts.get(id) ?? null);
  const searched: BlockRow = {
    severity: textOf(severityId) ?? "",
    auditTypeId: textOf(typeId) ?? "",
    moduleId: textOf(moduleId) ?? "",
    itemId,
    siteId: textOf(siteId),
    userAgent: textOf(agentId),
    requestUri: textOf(uriId) ?? uri,
    remoteAddr: addrText ?? addr,
    userId,
    guestId,
    description,
    details,
    json: form === FORMS.json ? description : decoded,
  };
  const ids = { severityId, typeId, moduleId, siteId, userId };
  return { block, at, keep, ...ids, addr, addrText, searched };
}

/** How many characters each block of these numbers has to read, without reading them. */
export async function blockSizes(
  tx: Db,
  input: { portalId: bigint; firstSeq: bigint; lastSeq: bigint; blockSize: number },
): Promise<number[]> {
  const { portalId, firstSeq, lastSeq, blockSize } = input;
  const text = `SELECT ((e.seq - $2::bigint) / $4::integer)::integer AS block,
      sum(coalesce(octet_length(e.description), 0) + coalesce(octet_length(e.details), 0)
        + coalesce(octet_length(e.uri), 0) + octet_length(e.item)
        + 4 * coalesce(pg_column_size(e.decoded), 0))::float8 AS size
    FROM entry e WHERE e.portal_id = ${NUMBERED_OF} AND e.seq BETWEEN $2::bigint AND $3::bigint GROUP BY 1`;
  const values = [portalId, firstSeq, lastSeq, blockSize];
  const rows = await runCompiled<{ block: number; size: number }>(tx, { text, values });
  const sizes = Array.from({ length: Number(lastSeq - firstSeq + 1n) / blockSize }, () => 0);
  for (const { block, size } of rows) sizes[block] = size;
  return sizes;
}
