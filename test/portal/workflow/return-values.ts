import { asList, asText, isMap, type Json, type JsonMap } from "../php-values.ts";

function single(type: string, value: Json): Json {
  if (type === "bool" && typeof value === "boolean") return value ? "Y" : "N";
  return value;
}

function outputValue(property: JsonMap, value: Json): Json {
  const type = asText(property.TYPE);
  if (asText(property.MULTIPLE) === "Y" || property.MULTIPLE === true) {
    return asList(value).map((item) => single(type, item));
  }
  const first = typeof value === "object" && value !== null ? asList(value)[0] : value;
  return single(type, first ?? "");
}

/** Only registered outputs are taken, letter case does not matter, missing ones keep their default. */
export function acceptedOutputs(
  declared: Record<string, JsonMap>,
  given: Json | undefined,
): Record<string, Json> {
  const values = new Map<string, Json>();
  if (isMap(given)) {
    for (const [key, value] of Object.entries(given)) values.set(key.toLowerCase(), value);
  }
  const result: Record<string, Json> = {};
  for (const [key, property] of Object.entries(declared)) {
    const value = values.get(key.toLowerCase());
    result[key] = value === undefined ? (property.DEFAULT ?? null) : outputValue(property, value);
  }
  return result;
}
