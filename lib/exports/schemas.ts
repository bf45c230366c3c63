import { z } from "zod";
import { ENTRY_ORDERS } from "../archive/shared.ts";
import { isStorable } from "../filter/index.ts";
import { isTimeZone } from "./zone-clock.ts";
import { EXPORT_COLUMNS, EXPORT_FORMATS, EXPORT_LIMITS } from "./shared.ts";

// Addresses bring unset values as empty ones, and lists as one text.
const blank = (value: unknown): unknown => (value === "" || value === null ? undefined : value);
const list = (value: unknown): unknown =>
  typeof value === "string" && value !== "" ? value.split(",") : blank(value);
const storable = (max: number) =>
  z.string().max(max).refine(isStorable, "holds a character that cannot be stored");
const text = (max: number) => z.preprocess(blank, storable(max).optional());
const column = z.enum(EXPORT_COLUMNS, { error: "is not a column" });

/** What is to be written, and how. */
export const ExportRequest = z.object({
  format: z.enum(EXPORT_FORMATS, { error: `must be one of ${EXPORT_FORMATS.join(", ")}` }),
  q: text(20_000),
  from: text(80),
  to: text(80),
  /** Only these entries, by their numbers in the archive. */
  ids: z.preprocess(
    list,
    z
      .array(z.string().regex(/^\d{1,18}$/, "must be the number of an entry"))
      .max(EXPORT_LIMITS.ids)
      .optional(),
  ),
  tz: z.preprocess(blank, z.string().refine(isTimeZone, "is not a time zone").default("UTC")),
  order: z.preprocess(blank, z.enum(ENTRY_ORDERS).default("desc")),
  lang: z.preprocess(blank, z.enum(["en", "ru"]).default("en")),
  columns: z.preprocess(
    list,
    z
      .array(column)
      .min(1)
      .refine((names) => new Set(names).size === names.length, "names a column twice")
      .default([...EXPORT_COLUMNS]),
  ),
  delimiter: z.preprocess(blank, z.enum(["comma", "semicolon", "tab"]).default("comma")),
});
export type ExportRequest = z.output<typeof ExportRequest>;
export type ExportInput = z.input<typeof ExportRequest>;

export const IdempotencyKey = z
  .string({ error: "must be given" })
  .regex(/^[\x21-\x7e]{8,100}$/, "must be 8 to 100 visible characters");

export const ExportId = z.uuid();
