import { notFound } from "../errors.ts";
import type { StepPropertyView, StepView } from "./step-view.ts";
import type { StepDescriptor, StepProperty, Titles } from "./step.ts";

type Named = keyof Titles;

/** A step in the words of one of the languages that it has, else in English. */
export function toStepView(
  step: StepDescriptor | null,
  { code, lang }: { code: string; lang: string },
): StepView {
  if (step === null) throw notFound("step", code);
  const named = toNamed(lang);
  return {
    code,
    stepCode: step.code,
    kind: code === step.robotCode ? "robot" : "activity",
    name: step.name[named],
    description: step.description[named],
    isWaiting: step.isWaiting,
    properties: step.properties.map((property) => toPropertyView(property, named)),
    outputs: step.returnProperties.map((property) => toPropertyView(property, named)),
  };
}

function toNamed(lang: string): Named {
  const short = lang.toLowerCase().slice(0, 2);
  return short === "ru" || short === "de" ? short : "en";
}

function toPropertyView(property: StepProperty, lang: Named): StepPropertyView {
  const { key, type, input = null, onlyWith = null, name, description, options = {} } = property;
  return {
    key,
    type,
    input,
    onlyWith,
    name: name[lang],
    description: description?.[lang] ?? null,
    isMultiple: property.isMultiple === true,
    isRequired: property.isRequired === true,
    options: Object.entries(options).map(([value, title]) => ({ value, title: title[lang] })),
    default: property.default ?? "",
  };
}
