import { shown } from "../property-reader.ts";
import { minutesInWords, valuesOf } from "../sentence.ts";
import type { Lang } from "../step.ts";
import { DEFAULT_MINUTES } from "./declaration.ts";

/** What one call asks of whom, in a sentence. */
export function describeJob(raw: Record<string, unknown>, lang: Lang): string {
  const connection = shown(valuesOf(raw, "connection"));
  const limit = minutesInWords(valuesOf(raw, "time_limit") || String(DEFAULT_MINUTES), lang);
  const isWaiting = valuesOf(raw, "wait").toUpperCase() !== "N";
  if (lang === "ru") {
    const then = isWaiting ? `ждёт результата; предел ожидания: ${limit}` : "результата не ждёт";
    return `Передаёт работу подключению «${connection}» и ${then}`;
  }
  const then = isWaiting ? `waits up to ${limit} for the result` : "does not wait for the result";
  return `Hands work to “${connection}” and ${then}`;
}
