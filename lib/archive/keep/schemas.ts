import { z } from "zod";
import { KEEP_CLASSES, type KeepRules } from "./keep-class.ts";

const choice = KEEP_CLASSES.join(", ");
const months = z.literal([...KEEP_CLASSES], { error: `must be one of ${choice} (0: for ever)` });
const severity = z.string().trim().min(1, "must not be empty").max(50);
const typeCode = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(255)
  .refine((code) => code.split("*").length <= 6, "may hold at most 5 stars");

const KeepRule = z
  .strictObject({
    severities: z.array(severity).min(1, "must name at least one").max(50).optional(),
    types: z.array(typeCode).min(1, "must name at least one").max(100).optional(),
    months,
  })
  .refine(({ severities, types }) => severities !== undefined || types !== undefined, {
    error: "must name severities or types; what holds for all others stands in /months",
  });

/** How long entries are kept: the first rule that fits wins, else `months`. */
export const RetentionRules = z.strictObject({
  months,
  rules: z.array(KeepRule).max(50, "must be at most 50").default([]),
}) satisfies z.ZodType<KeepRules>;
export type RetentionRules = z.input<typeof RetentionRules>;

export const SaveRetentionInput = z.strictObject({
  rules: RetentionRules,
  /** How many entries go at once, as the preview of these rules has said. */
  confirmedCount: z.number().int().min(0).optional(),
});
export type SaveRetentionInput = z.input<typeof SaveRetentionInput>;

const MAX_SEQ = 9_223_372_036_854_775_807n;

/** A number of an entry, as a number or as decimal text. */
export const ChainSeq = z
  .union(
    [
      z.bigint(),
      z.int().transform(BigInt),
      z
        .string()
        .regex(/^\d{1,19}$/)
        .transform(BigInt),
    ],
    {
      error: "must be the number of an entry",
    },
  )
  .refine((seq) => seq >= 1n && seq <= MAX_SEQ, "must be the number of an entry");

export const VerifyChainInput = z.object({
  fromSeq: ChainSeq.optional(),
  toSeq: ChainSeq.optional(),
  /** A number and its hash that were noted somewhere else. */
  expect: z
    .object({
      seq: ChainSeq,
      hash: z
        .string()
        .toLowerCase()
        .regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits"),
    })
    .optional(),
});
export type VerifyChainInput = z.input<typeof VerifyChainInput>;

/** Numbers of entries; from the first and to the last one where they are left out. */
export const StartCheckInput = z.strictObject({
  fromSeq: ChainSeq.optional(),
  toSeq: ChainSeq.optional(),
});
export type StartCheckInput = z.input<typeof StartCheckInput>;
