import {
  hasExpression,
  type StepPropertyView,
  type StepView,
} from "../../../../../../lib/steps/shared.ts";

export interface ProcessValue {
  /** As it stands in a value, such as `{=Document:TITLE}`. */
  expression: string;
  title: string;
}

export interface ValueGroup {
  kind: (typeof GROUPS)[number]["kind"] | "steps";
  /** Of the step whose results these are. */
  title: string | null;
  values: ProcessValue[];
}

/** A property that the portal knows and would keep. */
export interface DialogProperty extends StepPropertyView {
  /** As the portal spells it. */
  id: string;
}

export interface DialogOptions {
  properties: DialogProperty[];
  /** Names of properties that the portal has not been told of yet. */
  missing: string[];
  /** By `id` of the property; a value that was never set is not there. */
  values: ReadonlyMap<string, string[]>;
  groups: ValueGroup[];
}

const GROUPS = [
  { kind: "document", prefix: "Document", from: "document_fields" },
  { kind: "parameters", prefix: "Template", from: "parameters" },
  { kind: "variables", prefix: "Variable", from: "variables" },
  { kind: "constants", prefix: "Constant", from: "constants" },
  { kind: "globalVariables", prefix: "GlobalVar", from: "global_variables" },
  { kind: "globalConstants", prefix: "GlobalConst", from: "global_constants" },
] as const;

const MOST_VALUES = 2_000;
const MOST_TEXT = 200_000;
const NAME = /^[\p{L}\p{N}_.:-]{1,200}$/u;

/**
 * What the designer hands over for one step; null when it is of another step or no settings at all. It passes through
 * the browser: only known parts are read, as texts, and nothing in it is trusted to have its shape.
 */
export function readDialogOptions(given: unknown, step: StepView): DialogOptions | null {
  const options = toRecord(typeof given === "string" ? parseJson(given) : given);
  if (toText(options.get("code"))?.toLowerCase() !== step.code.toLowerCase()) return null;
  const registered = byKey(toRecord(options.get("properties")));
  if (registered.size === 0) return null;
  const properties = step.properties.flatMap((property) => {
    const known = registered.get(property.key);
    return known === undefined ? [] : [toProperty(property, known)];
  });
  const current = byKey(toRecord(options.get("current_values")));
  const template = toRecord(options.get("template"));
  return {
    properties,
    missing: step.properties.flatMap(({ key, name }) => (registered.has(key) ? [] : [name])),
    values: new Map(
      properties.flatMap(({ id, key }) => {
        const value = current.get(key);
        return value === undefined ? [] : [[id, toTexts(value.value)] as const];
      }),
    ),
    groups: [
      ...GROUPS.map(({ kind, prefix, from }) => ({
        kind,
        title: null,
        values: toValues(prefix, (from === "document_fields" ? options : template).get(from)),
      })),
      ...stepResults(template.get("return_activities")),
    ].filter(({ values }) => values.length > 0),
  };
}

interface Keyed {
  id: string;
  value: unknown;
}

function byKey(record: Map<string, unknown>): Map<string, Keyed> {
  return new Map([...record].map(([id, value]) => [id.toLowerCase(), { id, value }]));
}

// The portal's own word counts for what it keeps: its copy may be of an older version of ours.
function toProperty(property: StepPropertyView, { id, value }: Keyed): DialogProperty {
  const told = parts(value);
  const isTold = (name: string, otherwise: boolean): boolean =>
    told.has(name) ? isYes(told.get(name)) : otherwise;
  return {
    ...property,
    id,
    isMultiple: isTold("multiple", property.isMultiple),
    isRequired: isTold("required", property.isRequired),
  };
}

function toValues(prefix: string, fields: unknown): ProcessValue[] {
  return [...toRecord(fields)].slice(0, MOST_VALUES).flatMap(([key, field]) => {
    const told = parts(field);
    const id = toText(told.get("id")) ?? key;
    if (!NAME.test(id)) return [];
    const title = toText(told.get("name")) ?? toText(told.get("title")) ?? id;
    return [{ expression: `{=${prefix}:${id}}`, title: title.slice(0, 200) }];
  });
}

function stepResults(activities: unknown): ValueGroup[] {
  return [...toRecord(activities)].slice(0, 100).flatMap(([key, activity]) => {
    const told = parts(activity);
    const id = toText(told.get("id")) ?? toText(told.get("name")) ?? key;
    const results = told.get("return") ?? told.get("properties");
    if (!NAME.test(id)) return [];
    const title = (toText(told.get("title")) ?? id).slice(0, 200);
    return [{ kind: "steps" as const, title, values: toValues(id, results) }];
  });
}

/** Names of parts come in any letter case. */
function parts(value: unknown): Map<string, unknown> {
  return new Map([...toRecord(value)].map(([name, part]) => [name.toLowerCase(), part]));
}

function isYes(value: unknown): boolean {
  return value === true || ["y", "1", "true"].includes(toText(value)?.toLowerCase() ?? "");
}

/** Whether a property counts with the values that are chosen now; what is set or may be set later always does. */
export function isAsked(
  property: DialogProperty,
  { properties, of }: { properties: DialogProperty[]; of(property: DialogProperty): string[] },
): boolean {
  const { onlyWith } = property;
  const other = properties.find(({ key }) => key === onlyWith?.key);
  if (onlyWith === null || other === undefined || of(property).some((text) => text !== "")) {
    return true;
  }
  const [value = ""] = of(other);
  return value === onlyWith.value || hasExpression(value);
}

/** A map or a list as PHP writes either; of anything else nothing. */
function toRecord(value: unknown): Map<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

function toTexts(value: unknown): string[] {
  const list = typeof value === "object" && value !== null ? Object.values(value) : [value];
  return list.slice(0, MOST_VALUES).flatMap((one) => {
    const text = toText(one);
    return text === null || text === "" ? [] : [text];
  });
}

function toText(value: unknown): string | null {
  if (typeof value === "boolean") return value ? "Y" : "N";
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value.slice(0, MOST_TEXT) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is no settings.
    return null;
  }
}
