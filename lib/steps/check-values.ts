import { z } from "zod";
import { notFound } from "../errors.ts";
import { toTexts } from "./property-reader.ts";
import { hasExpression } from "./expressions.ts";
import type { StepCheck } from "./step-view.ts";
import type { Lang, StepDescriptor } from "./step.ts";

const MAX_PROPERTIES = 60;

export const CheckValues = z.strictObject({
  lang: z.string().max(10),
  values: z
    .record(z.string().max(128), z.array(z.string().max(200_000)).max(500))
    .refine((values) => Object.keys(values).length <= MAX_PROPERTIES, {
      error: `has more than ${MAX_PROPERTIES} properties`,
    }),
});
export type CheckValues = z.output<typeof CheckValues>;

/**
 * What the step will do with values that are being chosen, and what is wrong with them. What a value is that the
 * process puts in later, nobody knows yet: it is not judged.
 */
export function checkValues(
  step: StepDescriptor | null,
  { code, lang, values }: CheckValues & { code: string },
): StepCheck {
  if (step === null) throw notFound("step", code);
  const known: Lang = lang.toLowerCase().startsWith("ru") ? "ru" : "en";
  const own = new Map(Object.entries(values).map(([key, list]) => [key.toLowerCase(), list]));
  const given = step.properties.map(({ key }) => [key, toTexts(own.get(key))] as const);
  const isOpen = (key: string): boolean => toTexts(own.get(key)).some(hasExpression);
  const parsed = step.parseProperties(Object.fromEntries(given.filter(([key]) => !isOpen(key))));
  const faults = parsed.ok
    ? []
    : parsed.faults.filter(({ at, others = [] }) => ![at, ...others].some(isOpen));
  const firsts = faults.filter(
    ({ at }, place) => faults.findIndex((one) => one.at === at) === place,
  );
  return {
    summary: firsts.length > 0 ? null : step.summary(Object.fromEntries(given), known),
    faults: firsts.map(({ at, text }) => ({ at, text: text[known] })),
  };
}
