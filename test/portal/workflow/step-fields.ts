import { checkHandlerUrl } from "../handler-url.ts";
import { asText, isEmptyValue, isMap, upperKeys, type Json, type JsonMap } from "../php-values.ts";
import { RestError } from "../rest/rest-error.ts";
import type { Step, StepKind } from "./step-registry.ts";

const PROPERTIES_LIMIT = 65_535;
const HANDLER_LIMIT = 1_000;

export const knownPropertyTypes: readonly string[] = [
  "bool",
  "date",
  "datetime",
  "double",
  "file",
  "int",
  "select",
  "string",
  "text",
  "user",
];

function invalid(text: string): RestError {
  return new RestError("ERROR_ACTIVITY_VALIDATION_FAILURE", text);
}

export function checkCode(code: Json | undefined): string {
  const text = asText(code);
  if (isEmptyValue(code)) throw invalid("Empty activity code!");
  if (text.length > 128 || !/^[a-zA-Z0-9._-]+$/.test(text)) throw invalid("Wrong activity code!");
  return text;
}

function checkProperties(value: Json): Record<string, JsonMap> {
  if (Array.isArray(value) && value.length === 0) return {};
  if (typeof value !== "object" || value === null) throw invalid("Wrong properties array!");
  const result: Record<string, JsonMap> = {};
  for (const [key, raw] of Object.entries(value)) {
    if (!/^[a-z][a-z0-9_]*$/i.test(key)) throw invalid(`Wrong property key (${key})!`);
    const property = isMap(raw) ? upperKeys(raw) : {};
    if (isEmptyValue(property.NAME)) throw invalid(`Empty property NAME (${key})!`);
    result[key] = property;
  }
  if (Buffer.byteLength(JSON.stringify(result)) > PROPERTIES_LIMIT) {
    throw new RestError("ERROR_ACTIVITY_ADD_FAILURE", "Activity save error!");
  }
  return result;
}

function checkFilter(value: Json): Json {
  if (!isMap(value) && !(Array.isArray(value) && value.length === 0)) {
    throw invalid("Wrong activity FILTER!");
  }
  for (const [key, items] of Object.entries(isMap(value) ? upperKeys(value) : {})) {
    if (!["INCLUDE", "EXCLUDE"].includes(key) || typeof items !== "object" || items === null) {
      throw invalid("Wrong activity FILTER!");
    }
  }
  return value;
}

function checkDocumentType(value: Json): Json {
  const parts = Array.isArray(value) ? value : [];
  const isRight = parts.length === 3 && parts.every((part) => typeof part === "string");
  if (!isRight) throw invalid("Wrong activity DOCUMENT_TYPE!");
  return value;
}

function checkHandler(value: Json | undefined): string {
  const address = asText(value);
  checkHandlerUrl(address);
  if (address.length > HANDLER_LIMIT) {
    throw new RestError("ERROR_ACTIVITY_ADD_FAILURE", "Activity save error!");
  }
  return address;
}

function subscriptionOf(value: Json | undefined): Step["useSubscription"] {
  const text = asText(value);
  return text === "Y" || text === "N" ? text : "";
}

function readers(): Record<string, (step: Step, value: Json) => void> {
  return {
    HANDLER: (step, value) => (step.handler = checkHandler(value)),
    NAME: (step, value) => {
      if (isEmptyValue(value)) throw invalid("Empty activity NAME!");
      step.name = value;
    },
    DESCRIPTION: (step, value) => (step.description = value),
    AUTH_USER_ID: (step, value) => (step.authUserId = Number(asText(value)) || 0),
    USE_SUBSCRIPTION: (step, value) => (step.useSubscription = subscriptionOf(value)),
    PROPERTIES: (step, value) => (step.properties = checkProperties(value)),
    RETURN_PROPERTIES: (step, value) => (step.returnProperties = checkProperties(value)),
    DOCUMENT_TYPE: (step, value) => (step.documentType = checkDocumentType(value)),
    FILTER: (step, value) => (step.filter = checkFilter(value)),
    USE_PLACEMENT: (step, value) => (step.usePlacement = asText(value) === "Y"),
    PLACEMENT_HANDLER: (step, value) => (step.placementHandler = asText(value)),
  };
}

const fieldReaders = readers();

function apply(step: Step, fields: JsonMap): Step {
  for (const [name, read] of Object.entries(fieldReaders)) {
    const value = fields[name];
    if (value !== undefined) read(step, value);
  }
  if (step.usePlacement) checkHandlerUrl(step.placementHandler);
  else step.placementHandler = "";
  return step;
}

export function newStep(kind: StepKind, params: JsonMap): Step {
  const code = checkCode(params.CODE);
  const blank: Step = {
    kind,
    code,
    handler: "",
    authUserId: 0,
    useSubscription: "",
    name: "",
    description: "",
    properties: {},
    returnProperties: {},
    documentType: null,
    filter: null,
    usePlacement: false,
    placementHandler: "",
  };
  return apply(blank, { HANDLER: "", NAME: "", ...params });
}

export function changedStep(step: Step, fields: JsonMap): Step {
  const known = Object.keys(fields).filter((name) => name in fieldReaders);
  if (known.length === 0) throw invalid("No fields to update");
  return apply({ ...step }, fields);
}
