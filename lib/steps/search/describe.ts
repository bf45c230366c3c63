import { printQuery } from "../../filter/index.ts";
import type { Lang } from "../step.ts";
import { PERIODS } from "./declaration.ts";
import { parseSearchProperties } from "./properties.ts";
import { faultText } from "./texts.ts";

/** What one call searches for, in a few words. */
export function describeSearch(raw: Record<string, unknown>, lang: Lang): string {
  const parsed = parseSearchProperties(raw);
  if (!parsed.ok) return faultText(parsed.fault, lang);
  const { period, eventTypes, userIds, severities, text, query } = parsed.value;
  const parts = [
    period === "custom" ? customPeriod(raw) : PERIODS[period][lang],
    eventTypes.join(", "),
    userIds.map((id) => `#${id}`).join(", "),
    severities.join(", "),
    printQuery(query),
    text === "" ? "" : lang === "ru" ? `«${text}»` : `“${text}”`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function customPeriod(raw: Record<string, unknown>): string {
  return [raw["from"], raw["to"]]
    .map((value) => (typeof value === "string" && value !== "" ? value : "…"))
    .join(" – ");
}
