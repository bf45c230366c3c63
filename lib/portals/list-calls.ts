import { z } from "zod";
import type { PortalCtx } from "../ctx.ts";
import { env } from "../env.ts";
import { invalidInput } from "../errors.ts";
import { isStorable } from "../filter/index.ts";
import { CALL_VIEW_COLUMNS, toCallView } from "./call-view.ts";
import { CALL_OUTCOMES, type CallPage } from "./shared.ts";

// Addresses bring unset values as empty ones.
const blank = (value: unknown): unknown => (value === "" ? undefined : value);
const name = z.preprocess(
  blank,
  z
    .string()
    .trim()
    .max(128)
    .refine(isStorable, "holds a character that cannot be stored")
    .optional(),
);

export const ListCallsInput = z.object({
  /** Alone or as a command of a batch. */
  method: name,
  outcome: z.preprocess(blank, z.enum(CALL_OUTCOMES).optional()),
  /** Ours or the platform's. */
  code: name,
  run: z.preprocess(blank, z.uuid().optional()),
  before: z.preprocess(blank, z.string().max(60).optional()),
  limit: z.preprocess(blank, z.coerce.number().int().min(1).max(200).default(50)),
});
export type ListCallsInput = z.input<typeof ListCallsInput>;

/** The portal's calls, newest first, page by page. */
export async function listCalls(ctx: PortalCtx, input: ListCallsInput): Promise<CallPage> {
  const { method, outcome, code, run, before, limit } = parseInput(input);
  const start = before === undefined ? undefined : parseCursor(before);
  const rows = await ctx.db.restCall.findMany({
    where: {
      portalId: ctx.portalId,
      ...(method !== undefined && { methods: { has: method } }),
      // Only failures have codes; saying so lets their own index serve.
      ...(code !== undefined && { codes: { has: code }, outcome: "error" }),
      ...(outcome !== undefined && { outcome }),
      ...(run !== undefined && { runIds: { has: run } }),
      ...(start !== undefined && {
        at: { lte: start.at },
        NOT: { at: start.at, id: { gte: start.id } },
      }),
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
    select: CALL_VIEW_COLUMNS,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toCallView),
    nextCursor: rows.length > limit && last ? `${last.at.toISOString()}_${last.id}` : null,
    keptDays: env().REST_LOG_DAYS,
  };
}

function parseInput(input: ListCallsInput): z.output<typeof ListCallsInput> {
  const parsed = ListCallsInput.safeParse(input);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.map(({ path, message }) => ({ at: path.join("."), message }));
  throw invalidInput("The filter of the calls is not valid.", details);
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
