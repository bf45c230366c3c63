import { z } from "zod";
import type { Reading } from "../../prisma/generated/client.ts";
import type { PortalCtx } from "../ctx.ts";
import { invalidInput } from "../errors.ts";
import { administratorOf, parseInput } from "./internal.ts";
import {
  READING_KINDS,
  READINGS_KEPT_DAYS,
  type ReadingKind,
  type ReadingPage,
  type ReadingView,
} from "./shared.ts";

// Addresses bring unset values as empty ones.
const blank = (value: unknown): unknown => (value === "" ? undefined : value);
const moment = z.preprocess(blank, z.iso.datetime({ offset: true }).optional());

export const ListReadingsInput = z.object({
  /** A person's number on the portal. */
  person: z.preprocess(blank, z.coerce.number().int().min(1).max(2_147_483_647).optional()),
  token: z.preprocess(blank, z.uuid().optional()),
  kind: z.preprocess(blank, z.enum(READING_KINDS).optional()),
  /** Inclusive. */
  from: moment,
  /** Exclusive. */
  to: moment,
  before: z.preprocess(blank, z.string().max(60).optional()),
  limit: z.preprocess(blank, z.coerce.number().int().min(1).max(200).default(50)),
});
export type ListReadingsInput = z.input<typeof ListReadingsInput>;

/** Who read what, newest first, page by page. */
export async function listReadings(ctx: PortalCtx, input: ListReadingsInput): Promise<ReadingPage> {
  administratorOf(ctx);
  const { person, token, kind, from, to, before, limit } = parseInput(ListReadingsInput, input);
  const start = before === undefined ? undefined : parseCursor(before);
  const rows = await ctx.db.reading.findMany({
    where: {
      portalId: ctx.portalId,
      ...(person !== undefined && { userId: person }),
      ...(token !== undefined && { tokenId: token }),
      ...(kind !== undefined && { kind }),
      AND: [
        from === undefined ? {} : { at: { gte: new Date(from) } },
        to === undefined ? {} : { at: { lt: new Date(to) } },
        start === undefined
          ? {}
          : { at: { lte: start.at }, NOT: { at: start.at, id: { gte: start.id } } },
      ],
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toView),
    nextCursor: rows.length > limit && last ? `${last.at.toISOString()}_${last.id}` : null,
    keptDays: READINGS_KEPT_DAYS,
  };
}

function toView(row: Reading): ReadingView {
  const { name } = row;
  return {
    id: row.id.toString(),
    at: row.at.toISOString(),
    kind: row.kind as ReadingKind,
    who:
      row.tokenId === null
        ? { kind: "user", id: row.userId ?? 0, name }
        : { kind: "token", id: row.tokenId, name },
    address: row.address,
    method: row.method,
    query: row.query,
    rows: row.rows,
    durationMs: row.durationMs,
    times: row.times,
  };
}

const Cursor = z.tuple([z.iso.datetime(), z.string().regex(/^\d{1,18}$/)]);

function parseCursor(cursor: string): { at: Date; id: bigint } {
  const parsed = Cursor.safeParse(cursor.split("_"));
  if (!parsed.success) {
    throw invalidInput("The cursor is not valid.", [{ at: "before", message: "is not a cursor" }]);
  }
  const [at, id] = parsed.data;
  return { at: new Date(at), id: BigInt(id) };
}
