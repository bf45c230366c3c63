import { shown } from "../property-reader.ts";
import { valuesOf } from "../sentence.ts";
import type { Lang } from "../step.ts";
import { DEFAULT_LIMIT, DEFAULT_PERIOD, PERIODS } from "./declaration.ts";

/** What one call searches for, in a sentence. */
export function describeSearch(raw: Record<string, unknown>, lang: Lang): string {
  const text = shown(valuesOf(raw, "text"));
  const parts = [
    valuesOf(raw, "event_types"),
    valuesOf(raw, "users").replaceAll("user_", "#"),
    valuesOf(raw, "severities"),
    valuesOf(raw, "query"),
    text === "" ? "" : lang === "ru" ? `«${text}»` : `“${text}”`,
  ].filter((part) => part !== "");
  const limit = valuesOf(raw, "limit") || String(DEFAULT_LIMIT);
  const period = periodOf(raw, lang);
  if (lang === "ru") {
    const asked = parts.length === 0 ? "все записи" : `записи: ${parts.join(" · ")}`;
    return `Находит ${asked}. Период: ${period}; считает все, отдаёт номера самых новых, не больше ${limit}`;
  }
  const asked = parts.length === 0 ? "all entries" : `entries: ${parts.join(" · ")}`;
  return `Finds ${asked}. Period: ${period}; counts all, returns the numbers of the newest ${limit}`;
}

function periodOf(raw: Record<string, unknown>, lang: Lang): string {
  const [from, to] = [valuesOf(raw, "from"), valuesOf(raw, "to")];
  const given = valuesOf(raw, "period").toLowerCase();
  const period = given === "" ? (from + to === "" ? DEFAULT_PERIOD : "custom") : given;
  if (period === "custom") return `${from || "…"} – ${to || "…"}`;
  return isPeriod(period) ? PERIODS[period][lang].toLowerCase() : given;
}

function isPeriod(name: string): name is keyof typeof PERIODS {
  return Object.hasOwn(PERIODS, name);
}
