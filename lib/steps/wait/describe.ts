import { minutesInWords, valuesOf } from "../sentence.ts";
import type { Lang } from "../step.ts";
import { DEFAULT_MINUTES } from "./declaration.ts";

/** What one call waits for, in a sentence. */
export function describeWait(raw: Record<string, unknown>, lang: Lang): string {
  const query = valuesOf(raw, "query");
  const limit = minutesInWords(valuesOf(raw, "wait_for") || String(DEFAULT_MINUTES), lang);
  return lang === "ru"
    ? `Ждёт записи, подходящей под ${query}; предел ожидания: ${limit}`
    : `Waits up to ${limit} for an entry that fits ${query}`;
}
