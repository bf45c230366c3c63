import { faultText } from "../fault-text.ts";
import { shown } from "../property-reader.ts";
import type { Lang } from "../step.ts";
import { properties } from "./declaration.ts";
import { parseJobProperties } from "./properties.ts";

/** What one call asks of whom, in a few words. */
export function describeJob(raw: Record<string, unknown>, lang: Lang): string {
  const parsed = parseJobProperties(raw);
  if (!parsed.ok) return faultText(properties, parsed.fault, lang);
  const { connection, waits, limitMinutes } = parsed.value;
  if (!waits) return `${shown(connection)} · ${lang === "ru" ? "без ожидания" : "does not wait"}`;
  const limit = lang === "ru" ? `не дольше ${limitMinutes} мин` : `at most ${limitMinutes} min`;
  return `${shown(connection)} · ${limit}`;
}
