import type { PortalCtx } from "../../ctx.ts";
import { numberedOf } from "../../db/index.ts";
import { joinTime } from "../store/entry-time.ts";
import type { ChainedEntry } from "../store/chain.ts";
import type { SourceNumber } from "../store/stored-entry.ts";
import { findUnlike } from "./beside-hash.ts";
import type { SearchedContent } from "./searched-content.ts";

/** A stored row as its hash sees it. */
export interface ChainRow extends ChainedEntry {
  seq: bigint;
  /** Hexadecimal. */
  hash: string;
  /** What it holds beside its hashed texts that does not fit them. */
  unlike: string | null;
  searched: SearchedContent;
}

/** Texts of the portal by number, kept from page to page. */
export type TextStore = Map<number, string>;

interface ReadInput {
  after: bigint;
  upTo: bigint;
  texts: TextStore;
}

const ROWS = 5_000;
const BYTES = 16_000_000;
const MAX_TEXTS = 200_000;
// No stored text holds it, so a row whose text is gone cannot fit its hash.
const GONE = "\u0000";

/** The next rows in order; `isLast` when there are no more up to the number. */
export async function readChainPage(
  ctx: PortalCtx,
  input: ReadInput,
): Promise<{ rows: ChainRow[]; isLast: boolean }> {
  const { after, upTo, texts } = input;
  // As one text: a page is read several times faster than by columns.
  const [found] = await ctx.db.$queryRaw<{ page: string; left: number }[]>`
    SELECT coalesce(json_agg(json_build_array(seq::text, encode(hash, 'hex'), source, epoch,
        portal_entry_id::text, extract(epoch FROM at) * 1000, offset_minutes, time_text, severity_id,
        type_id, module_id, site_id, agent_id, uri_id, uri, item, addr, addr_text, user_id, guest_id,
        description, form, details, decoded) ORDER BY seq)
        FILTER (WHERE bytes <= ${BYTES} OR place = 1), '[]')::text AS page,
      (count(*) FILTER (WHERE bytes > ${BYTES} AND place > 1))::integer AS left
    FROM (
      SELECT *, row_number() OVER (ORDER BY seq) AS place,
        sum(octet_length(coalesce(description, '')) + octet_length(coalesce(uri, ''))
          + octet_length(coalesce(details, '')) + coalesce(pg_column_size(decoded), 0))
          OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING) AS bytes
      FROM (
        SELECT * FROM entry
        WHERE portal_id = ${numberedOf(ctx.portalId)} AND seq > ${after} AND seq <= ${upTo}
        ORDER BY seq LIMIT ${ROWS}
      ) next
    ) e`;
  const cells = JSON.parse(found?.page ?? "[]") as Cells[];
  const isLast = cells.length < ROWS && (found?.left ?? 0) === 0;
  await readTexts(ctx, { cells, texts });
  const rows = cells.map((row) => toChainRow(row, texts));
  // A second row of the last number may stand on the next page: both belong to that one then.
  const last = rows.at(-1)?.seq;
  const whole = isLast ? rows : rows.filter(({ seq }) => seq !== last);
  return { rows: whole.length > 0 ? whole : rows, isLast };
}

type Cells = [
  seq: string,
  hash: string,
  source: SourceNumber,
  epoch: number,
  nativeId: string | null,
  at: number,
  offsetMinutes: number | null,
  timeText: string | null,
  severityId: number,
  typeId: number,
  moduleId: number,
  siteId: number | null,
  agentId: number | null,
  uriId: number | null,
  uri: string | null,
  item: string,
  addr: string | null,
  addrText: string | null,
  userId: number | null,
  guestId: number | null,
  description: string | null,
  form: number,
  details: string | null,
  decoded: unknown,
];

async function readTexts(
  ctx: PortalCtx,
  input: { cells: Cells[]; texts: TextStore },
): Promise<void> {
  const { cells, texts } = input;
  if (texts.size > MAX_TEXTS) texts.clear();
  const missing = new Set<number>();
  for (const row of cells) {
    for (let place = 8; place <= 13; place += 1) {
      const id = row[place] as number | null;
      if (id !== null && !texts.has(id)) missing.add(id);
    }
  }
  if (missing.size === 0) return;
  const found = await ctx.db.entryText.findMany({
    where: { portalId: ctx.portalId, id: { in: [...missing] } },
    select: { id: true, value: true },
  });
  for (const { id, value } of found) texts.set(id, value);
}

function toChainRow(cells: Cells, texts: TextStore): ChainRow {
  const [seq, hash, source, epoch, nativeId, at, offsetMinutes, timeText, ...rest] = cells;
  const [severityId, typeId, moduleId, siteId, agentId, uriId, uri, item, addr, ...last] = rest;
  const [addrText, userId, guestId, description, form, details, decoded] = last;
  const text = (id: number): string => texts.get(id) ?? GONE;
  const textOrNull = (id: number | null): string | null => (id === null ? null : text(id));
  const time = { at, offsetMinutes, timeText };
  const entry = {
    nativeId,
    timestampX: joinTime(time),
    severity: text(severityId),
    auditTypeId: text(typeId),
    moduleId: text(moduleId),
    itemId: item,
    remoteAddr: addrText ?? addr ?? "",
    userAgent: textOrNull(agentId),
    requestUri: textOrNull(uriId) ?? uri ?? "",
    siteId: textOrNull(siteId),
    userId,
    guestId,
    description,
  };
  const unlike = findUnlike({ at, timeText, addr, addrText, uriId, uri });
  const searched = { form, details, decoded };
  return { seq: BigInt(seq), source, epoch, entry, hash, unlike, searched };
}
