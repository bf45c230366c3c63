import { toTexts } from "./property-reader.ts";
import type { Lang } from "./step.ts";

/** All values of one property in a row; empty when there are none. */
export function valuesOf(raw: Record<string, unknown>, key: string): string {
  return toTexts(raw[key]).join(", ");
}

/** A number of minutes in words; what is no number stays as it is, such as a value of the process. */
export function minutesInWords(text: string, lang: Lang): string {
  const minutes = Number(text);
  if (!Number.isInteger(minutes)) return lang === "ru" ? `${text} мин` : `${text} min`;
  const [unit, size] =
    minutes % 1_440 === 0
      ? (["day", 1_440] as const)
      : minutes > 120 && minutes % 60 === 0
        ? (["hour", 60] as const)
        : (["minute", 1] as const);
  const format = new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" });
  return format.format(minutes / size);
}
