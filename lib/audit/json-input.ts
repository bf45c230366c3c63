import { isLosslessNumber, LosslessNumber, parse } from "lossless-json";
import { invalidJson } from "./rpc-fault.ts";

/** JSON whose numbers stay as they were written: 5.0 is no integer, and long ones lose no digit. */
export function parseJson(text: string): unknown {
  try {
    return parse(text, undefined, {
      parseNumber: (value) => new LosslessNumber(value),
      // The last one counts, as everywhere else.
      onDuplicateKey: ({ newValue }) => newValue,
    });
  } catch {
    // Whatever it is that cannot be read: a sign out of place, or brackets deeper than any machine follows.
    throw invalidJson();
  }
}

/** Names and values of an object; a list counts as one, as in the language of the clients' first server. */
export function entriesOf(value: unknown): [string, unknown][] | null {
  if (typeof value !== "object" || value === null || isLosslessNumber(value)) return null;
  return Object.entries(value);
}

/** The digits of a whole number that was written as a number or as a text. */
export function integerText(value: unknown): string | null {
  const text = isLosslessNumber(value) ? value.value : value;
  return typeof text === "string" && /^-?\d+$/.test(text) ? text : null;
}

/** A number or a text as text. */
export function scalarText(value: unknown): string | null {
  if (isLosslessNumber(value)) return value.value;
  return typeof value === "string" ? value : null;
}
