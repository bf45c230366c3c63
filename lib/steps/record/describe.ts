import { shown } from "../property-reader.ts";
import type { Lang } from "../step.ts";
import { properties } from "./declaration.ts";
import { faultText } from "../fault-text.ts";
import { parseRecordProperties } from "./properties.ts";

/** What one call writes, in a few words. */
export function describeRecord(raw: Record<string, unknown>, lang: Lang): string {
  const parsed = parseRecordProperties(raw);
  if (!parsed.ok) return faultText(properties, parsed.fault, lang);
  const { severity, title } = parsed.value;
  return `${severity} · ${shown(title)}`;
}
