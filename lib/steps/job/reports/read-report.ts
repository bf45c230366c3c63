import type { z } from "zod";
import { isTooDeep } from "../../../archive/index.ts";
import { AppError, invalidInput } from "../../../errors.ts";

/** Reads a report's body: 400 when it is no JSON, 422 with pointers when it says what no report says. */
export function readReport<T>(schema: z.ZodType<T>, text: string): T {
  const parsed = schema.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({
    at: path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
    message,
  }));
  throw new AppError("invalid_output", "The report is not valid.", { details });
}

function parse(text: string): unknown {
  if (text.trim() === "") return {};
  if (isTooDeep(text)) throw invalidInput("The body is nested too deep.");
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw invalidInput(`The body is not JSON: ${(cause as Error).message.slice(0, 80)}`);
  }
}
