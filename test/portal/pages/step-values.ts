import type { PropertyCard, StepCard } from "../contract.ts";
import { dealField, type SampleDeal } from "./deals.ts";
import type { PropertyValues } from "./memory.ts";
import { templateField } from "./sample-template.ts";
import type { Lang } from "./texts.ts";

/** Values of the start form as the portal hands them to a step: texts, dates in regional format. */
export function valuesFromForm(
  step: StepCard,
  input: { form: URLSearchParams; lang: Lang },
): PropertyValues {
  const values: PropertyValues = {};
  for (const property of step.properties) {
    const written = input.form
      .getAll(`p.${property.Id}`)
      .map((value) => toPortalValue(property, { value, lang: input.lang }));
    values[property.Id] = property.Multiple
      ? written.filter((value) => value !== "")
      : (written[0] ?? "");
  }
  return values;
}

/** Keeps only registered ids and texts, as the designer does with what a settings page sends. */
export function valuesFromSettings(step: StepCard, sent: Record<string, unknown>): PropertyValues {
  const values: PropertyValues = {};
  for (const property of step.properties) {
    const value = sent[property.Id];
    if (value === undefined || value === null) continue;
    values[property.Id] = Array.isArray(value) ? value.map(toText) : toText(value);
  }
  return values;
}

/** `{=Document:TITLE}` becomes the deal's value, `{=Variable:Attempts}` the template's; unknown ones stay text. */
export function resolveExpressions(values: PropertyValues, deal: SampleDeal): PropertyValues {
  const resolve = (text: string): string =>
    text.replace(/\{=([A-Za-z]+):([A-Za-z0-9_]+)\}/g, (whole, from: string, field: string) => {
      const value = from === "Document" ? dealField(deal, field) : templateField(from, field);
      return value ?? whole;
    });
  return Object.fromEntries(
    Object.entries(values).map(([id, value]) => [
      id,
      Array.isArray(value) ? value.map(resolve) : resolve(value),
    ]),
  );
}

function toPortalValue(property: PropertyCard, input: { value: string; lang: Lang }): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(input.value);
  if (!match || !["date", "datetime"].includes(property.Type)) return input.value;
  const [, year, month, day, hour, minute = "00", second = "00"] = match;
  const date = input.lang === "ru" ? `${day}.${month}.${year}` : `${month}/${day}/${year}`;
  if (hour === undefined || property.Type === "date") return date;
  if (input.lang === "ru") return `${date} ${hour}:${minute}:${second}`;
  const half = Number(hour) < 12 ? "am" : "pm";
  const shown = String(Number(hour) % 12 || 12).padStart(2, "0");
  return `${date} ${shown}:${minute}:${second} ${half}`;
}

function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "Y" : "N";
  if (typeof value === "number") return String(value);
  return JSON.stringify(value);
}
