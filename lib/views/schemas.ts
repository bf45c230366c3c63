import { z } from "zod";
import { ENTRY_ORDERS } from "../archive/shared.ts";
import { isStorable, MAX_QUERY_LENGTH, parseMoment } from "../filter/index.ts";
import { VIEW_LIMITS } from "./shared.ts";

const UNSTORABLE = "holds a character that cannot be stored";

const moment = z
  .string()
  .max(80)
  .refine((text) => parseMoment(text) !== null, "is not a time")
  .nullable();

export const ViewContent = z.strictObject({
  q: z.string().max(MAX_QUERY_LENGTH).refine(isStorable, UNSTORABLE),
  from: moment,
  to: moment,
  tz: z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9_+\-/]+$/, "is not a time zone")
    .nullable(),
  sort: z.enum(ENTRY_ORDERS),
  cols: z
    .string()
    .max(VIEW_LIMITS.cols)
    // Keys of descriptions are names of columns too, in any alphabet.
    .regex(/^[^\s\p{Cc}]*$/u, "are not columns")
    .nullable(),
});

const name = z
  .string()
  .transform((text) => text.replaceAll("\0", "").trim())
  .pipe(z.string().min(1, "must be given").max(VIEW_LIMITS.name).refine(isStorable, UNSTORABLE));

export const CreateViewInput = z.strictObject({
  name,
  content: ViewContent,
  isShared: z.boolean(),
  isDefault: z.boolean(),
});
export type CreateViewInput = z.output<typeof CreateViewInput>;

export const ChangeViewInput = z
  .strictObject({
    name: name.optional(),
    content: ViewContent.optional(),
    isShared: z.boolean().optional(),
    isDefault: z.boolean().optional(),
  })
  .refine((input) => Object.keys(input).length > 0, "names nothing to change");
export type ChangeViewInput = z.output<typeof ChangeViewInput>;

export const CreateLinkInput = z.strictObject({ content: ViewContent });
export type CreateLinkInput = z.output<typeof CreateLinkInput>;
