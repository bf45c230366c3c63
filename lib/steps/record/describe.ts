import { shown } from "../property-reader.ts";
import { valuesOf } from "../sentence.ts";
import type { Lang } from "../step.ts";
import { DEFAULT_SEVERITY } from "./declaration.ts";

/** What one call writes, in a sentence. */
export function describeRecord(raw: Record<string, unknown>, lang: Lang): string {
  const title = shown(valuesOf(raw, "title"));
  const severity = valuesOf(raw, "severity") || DEFAULT_SEVERITY;
  return lang === "ru"
    ? `Делает запись «${title}» (${severity}); процесс идёт дальше сразу`
    : `Writes the entry “${title}” (${severity}); the process goes on at once`;
}
