import { printQuery } from "../../filter/index.ts";
import { faultText } from "../fault-text.ts";
import type { Lang } from "../step.ts";
import { properties } from "./declaration.ts";
import { parseWaitProperties } from "./properties.ts";

/** What one call waits for, in a few words. */
export function describeWait(raw: Record<string, unknown>, lang: Lang): string {
  const parsed = parseWaitProperties(raw);
  if (!parsed.ok) return faultText(properties, parsed.fault, lang);
  const { query, minutes } = parsed.value;
  const limit = lang === "ru" ? `не дольше ${minutes} мин` : `at most ${minutes} min`;
  return `${printQuery(query)} · ${limit}`;
}
