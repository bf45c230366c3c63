import { z } from "zod";
import { isStorable } from "../../../filter/index.ts";
import { addressFault } from "./address.ts";

const name = z
  .string()
  .trim()
  .min(1, "must be given")
  .max(80)
  .refine((text) => isStorable(text) && !/\p{Cc}/u.test(text), "holds a character it may not hold");

const url = z
  .string()
  .trim()
  .max(1_000)
  .superRefine((text, context) => {
    const message = addressFault(text);
    if (message !== null) context.addIssue({ code: "custom", message });
  })
  .transform((text) => new URL(text).href);

export const ConnectionInput = z.strictObject({ name, url });
export type ConnectionInput = z.output<typeof ConnectionInput>;
