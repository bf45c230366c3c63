import { z } from "zod";
import type { PortalCtx } from "../ctx.ts";
import { invalidInput } from "../errors.ts";
import { isStorable } from "../filter/index.ts";
import { EVENT_COLUMNS, timeOfId, toRecord } from "./event-view.ts";
import { EVENT_STATUSES, type EventLog } from "./shared.ts";

// Addresses bring unset values as empty ones.
const blank = (value: unknown): unknown => (value === "" ? undefined : value);
const time = z.preprocess(
  blank,
  z.iso
    .datetime({ offset: true, message: "must be a time such as 2026-11-21T10:00:00Z" })
    .transform((text) => new Date(text))
    .optional(),
);

export const ListEventsInput = z.object({
  from: time,
  /** Not included. */
  to: time,
  status: z.preprocess(blank, z.enum(EVENT_STATUSES).optional()),
  eventName: z.preprocess(
    blank,
    z
      .string()
      .trim()
      .max(200)
      .refine(isStorable, "holds a character that cannot be stored")
      .optional(),
  ),
  id: z.preprocess(blank, z.uuid("must be the id of a record").optional()),
  /** Id of the last record of the page before. */
  before: z.preprocess(blank, z.uuid("must be the id of a record").optional()),
  limit: z.preprocess(blank, z.coerce.number().int().min(1).max(200).default(50)),
});
export type ListEventsInput = z.input<typeof ListEventsInput>;

/** The portal's records, newest first, page by page. Parameters that mean nothing are named in `warnings`. */
export async function listEvents(
  ctx: PortalCtx,
  input: ListEventsInput & { orgId: string },
): Promise<EventLog> {
  const { orgId, ...query } = input;
  const { from, to, status, eventName, id, before, limit } = parseInput(query);
  const start = before === undefined ? undefined : await findCursor(ctx, before);
  const rows = await ctx.db.processingEvent.findMany({
    where: {
      portalId: ctx.portalId,
      AND: [
        { at: { ...(from && { gte: from }), ...(to && { lt: to }) } },
        ...(id === undefined ? [] : [{ id, at: timeOfId(id) }]),
        ...(start === undefined
          ? []
          : [{ at: { lte: start.at }, NOT: { at: start.at, id: { gte: start.id } } }]),
      ],
      ...(status !== undefined && { status }),
      ...(eventName !== undefined && { eventName }),
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit,
    select: EVENT_COLUMNS,
  });
  const unknown = Object.keys(query).filter((name) => !(name in ListEventsInput.shape));
  return {
    data: rows.map((row) => toRecord(row, orgId)),
    warnings: unknown.map((name) => `${name.slice(0, 60)}: is no parameter of this door`),
    errors: [],
  };
}

function parseInput(input: ListEventsInput): z.output<typeof ListEventsInput> {
  const parsed = ListEventsInput.safeParse(input);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.map(({ path, message }) => ({ at: path.join("."), message }));
  throw invalidInput("The filter of the events is not valid.", details);
}

// It must name a record of this portal: another portal's is no cursor here.
async function findCursor(ctx: PortalCtx, id: string): Promise<{ at: Date; id: string }> {
  const place = { at: timeOfId(id), id };
  const known = await ctx.db.processingEvent.count({
    where: { portalId: ctx.portalId, ...place },
  });
  if (known > 0) return place;
  const message = "is no record of this portal, or is not kept any more";
  throw invalidInput("The cursor is not valid.", [{ at: "before", message }]);
}
