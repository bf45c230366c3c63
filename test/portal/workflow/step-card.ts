import type { PropertyCard, StepCard } from "../contract.ts";
import { localized } from "../localized.ts";
import { asText, isMap, type JsonMap } from "../php-values.ts";
import type { Step } from "./step-registry.ts";

const isYes = (value: unknown): boolean => value === true || value === "Y" || value === 1;

function propertyCard(id: string, input: { property: JsonMap; lang: string }): PropertyCard {
  const { property, lang } = input;
  const { OPTIONS: options } = property;
  return {
    Id: id,
    Name: localized(property.NAME, lang),
    Description: localized(property.DESCRIPTION, lang),
    Type: asText(property.TYPE) || "string",
    Required: isYes(property.REQUIRED),
    Multiple: isYes(property.MULTIPLE),
    Options: isMap(options)
      ? Object.fromEntries(
          Object.entries(options).map(([key, title]) => [key, localized(title, lang)]),
        )
      : null,
    Default: property.DEFAULT ?? "",
  };
}

export function stepCard(step: Step, lang: string): StepCard {
  const cards = (properties: Record<string, JsonMap>): PropertyCard[] => {
    return Object.entries(properties).map(([id, property]) => {
      return propertyCard(id, { property, lang });
    });
  };
  return {
    code: step.code,
    kind: step.kind,
    name: localized(step.name, lang),
    description: localized(step.description, lang),
    properties: cards(step.properties),
    returnProperties: cards(step.returnProperties),
    useSubscription: step.useSubscription,
    usePlacement: step.usePlacement,
  };
}
