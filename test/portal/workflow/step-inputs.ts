import { asText, type Json, type JsonMap } from "../php-values.ts";
import type { Step } from "./step-registry.ts";

function isMultiple(property: JsonMap): boolean {
  return asText(property.MULTIPLE) === "Y" || property.MULTIPLE === true;
}

function inputValue(property: JsonMap, given: string | string[] | undefined): Json {
  const fallback = property.DEFAULT ?? "";
  if (isMultiple(property)) {
    const list = given ?? (Array.isArray(fallback) ? fallback : [fallback]);
    return (Array.isArray(list) ? list : [list]).map(asText).filter((item) => item !== "");
  }
  if (Array.isArray(given)) return given[0] ?? "";
  return given ?? asText(fallback);
}

/** The properties of a call: all texts, unset ones empty, an empty list vanishes on the wire. */
export function stepInputs(
  step: Step,
  given: Record<string, string | string[]> | undefined,
): JsonMap {
  const result: JsonMap = {};
  for (const [key, property] of Object.entries(step.properties)) {
    result[key] = inputValue(property, given?.[key]);
  }
  return result;
}
