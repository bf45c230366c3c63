import type { z } from "zod";
import { isTooDeep } from "../../../archive/index.ts";
import { AppError, invalidInput } from "../../../errors.ts";

export interface ReadReport<T> {
  report: T;
  /** The same report as JSON without blanks, with its numbers as they were written. */
  exact: ExactJson;
}

export interface ExactJson {
  text: string;
  /** One member of the report's object; nothing when it is not there. */
  member(key: string): string;
}

/** Reads a report's body: 400 when it is no JSON, 422 with pointers when it says what no report says. */
export function readReport<T>(schema: z.ZodType<T>, text: string): ReadReport<T> {
  const parsed = schema.safeParse(parse(text));
  if (parsed.success) return { report: parsed.data, exact: toExact(text) };
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

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;
// What the engine has and the language's types do not know yet.
const Exact = JSON as unknown as {
  parse(text: string, reviver: Reviver): unknown;
  rawJSON(text: string): unknown;
};

// Beyond 15 digits a number would become another one.
function toExact(text: string): ExactJson {
  const body = text.trim() === "" ? "{}" : text;
  const value = Exact.parse(body, (_key, part, { source }) =>
    typeof part === "number" && source !== undefined ? Exact.rawJSON(source) : part,
  ) as Record<string, unknown>;
  return {
    text: JSON.stringify(value),
    member: (key) => (Object.hasOwn(value, key) ? JSON.stringify(value[key]) : ""),
  };
}
