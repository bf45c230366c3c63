import { z } from "zod";

export const EntryListAnswer = z.object({ items: z.array(z.unknown()) });
export const EntryAnswer = z.object({ item: z.unknown() });

// Addresses bring numbers as texts and unset values as empty ones.
const blank = (value: unknown): unknown => (value === "" ? undefined : value);
const id = z.string().regex(/^\d{1,19}$/, "must be the number of an entry");
const instant = z.iso.datetime({ offset: true, error: "must be a time in ISO 8601 with offset" });
const typeCode = z.string().trim().max(255);
const AsUser = z.object({ accessToken: z.string().min(1) });
export type AsUser = z.output<typeof AsUser>;

const PortalFilter = z.object({
  /** Inclusive. */
  from: z.preprocess(blank, instant.optional()),
  /** Exclusive. */
  to: z.preprocess(blank, instant.optional()),
  types: z
    .array(typeCode)
    .max(100)
    .transform((codes) => codes.filter((code) => code !== ""))
    .optional(),
});

export const ListEntriesInput = PortalFilter.extend({
  userId: z.preprocess(blank, z.coerce.number().int().min(0).optional()),
  id: z.preprocess(blank, id.optional()),
  /** Only entries older than this one. */
  before: z.preprocess(blank, id.optional()),
  /** Only entries newer than this one, oldest of them first to be taken: for live reading. */
  after: z.preprocess(blank, id.optional()),
  limit: z.preprocess(blank, z.coerce.number().int().min(1).max(500).default(100)),
  as: AsUser.optional(),
}).refine((input) => input.after === undefined || input.before === undefined, {
  path: ["after"],
  error: "cannot be combined with before",
});
export type ListEntriesInput = z.input<typeof ListEntriesInput>;

export const GetEntryInput = z.object({
  id,
  /** Only these fields, as a list with commas names them. */
  fields: z.string().max(1_000).optional(),
  as: AsUser.optional(),
});
export type GetEntryInput = z.input<typeof GetEntryInput>;

export const ResolveUsersInput = z.object({
  ids: z.array(z.number().int()),
  as: AsUser.optional(),
  priority: z.enum(["interactive", "background"]).default("interactive"),
});
export type ResolveUsersInput = z.input<typeof ResolveUsersInput>;
