import { z } from "zod";
import { isStorable } from "../../../filter/index.ts";

const MAX_MESSAGE = 1_000;
const MAX_RESULT = 20_000;
const MAX_JSON = 100_000;

const text = (max: number) =>
  z.string().max(max).refine(isStorable, "holds a character that cannot be stored");

// Of several items the portal's log would show the first line only; an empty one cannot be sent.
const message = text(MAX_MESSAGE).refine((value) => value.trim() !== "", "must not be empty");

const json = z
  .json()
  .refine((value) => JSON.stringify(value).length <= MAX_JSON, `is longer than ${MAX_JSON}`)
  .refine(
    (value) => isStorable(JSON.stringify(value)) && !JSON.stringify(value).includes("\\u0000"),
    {
      error: "holds a character that cannot be stored",
    },
  );

export const ProgressReport = z.strictObject({
  message,
  percent: z.number().min(0).max(100).optional(),
});
export type ProgressReport = z.output<typeof ProgressReport>;

export const HeartbeatReport = z.strictObject({});

export const CompleteReport = z.strictObject({
  message: message.optional(),
  result: text(MAX_RESULT).optional(),
  result_json: json.optional(),
});
export type CompleteReport = z.output<typeof CompleteReport>;

export const FailReport = z.strictObject({
  code: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,80}$/, "must have 1 to 80 letters, digits, dots, dashes")
    .optional(),
  message,
  details: json.optional(),
});
export type FailReport = z.output<typeof FailReport>;
