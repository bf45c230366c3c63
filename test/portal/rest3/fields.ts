import type { LogRow } from "../eventlog/log-row.ts";
import type { Json, JsonMap } from "../php-values.ts";
import { wrongValue } from "./v3-error.ts";

export const ENTITY = "EventLogDto";

type FieldType = "int" | "string" | "object";

interface Field {
  type: FieldType;
  filterable: boolean;
}

const open = (type: FieldType): Field => ({ type, filterable: true });
const shut = (type: FieldType): Field => ({ type, filterable: false });

const fields: Record<string, Field> = {
  id: open("int"),
  timestampX: open("object"),
  severity: shut("string"),
  auditTypeId: open("string"),
  moduleId: shut("string"),
  itemId: shut("string"),
  remoteAddr: shut("string"),
  userAgent: shut("string"),
  requestUri: shut("string"),
  siteId: shut("string"),
  userId: open("int"),
  guestId: open("int"),
  description: shut("string"),
};

export const fieldNames: readonly string[] = Object.keys(fields);

export function fieldOf(name: string): Field | null {
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}

export const fieldProperties: readonly string[] = [
  "name",
  "type",
  "title",
  "description",
  "validationRules",
  "requiredGroups",
  "filterable",
  "sortable",
  "editable",
  "multiple",
  "elementType",
];

export function fieldCard(name: string): JsonMap | null {
  const field = fieldOf(name);
  if (field === null) return null;
  return {
    name,
    type: field.type,
    title: name,
    description: null,
    validationRules: [],
    requiredGroups: null,
    filterable: field.filterable,
    sortable: field.filterable,
    editable: false,
    multiple: false,
    elementType: null,
  };
}

/** The portal's own texts, which only field.get shows. */
export const fieldTexts: Record<string, JsonMap> = {
  timestampX: { title: "DATE_CREATE", description: "Date and time of the event" },
};

export type Comparable = number | string | null;

/** What a row holds in a field one may filter or sort by; times as epoch seconds. */
export function comparable(row: LogRow, name: string): Comparable {
  switch (name) {
    case "id":
      return row.id;
    case "timestampX":
      return row.at;
    case "auditTypeId":
      return row.auditTypeId;
    case "userId":
      return row.userId;
    default:
      return row.guestId;
  }
}

const DATETIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/;

function epochOf(text: string): number | null {
  if (!DATETIME.test(text)) return null;
  const parsed = Date.parse(text);
  const isReal =
    Number.isFinite(parsed) &&
    new Date(`${text.slice(0, 19)}Z`).toISOString().slice(0, 19) === text.slice(0, 19);
  return isReal ? parsed / 1000 : null;
}

/** Checks a value against the field's type; no milliseconds in times, no null anywhere. */
export function fieldValue(name: string, value: Json): number | string {
  const field = fieldOf(name);
  if (field?.type === "int") {
    if (typeof value === "number" && Number.isInteger(value)) return value;
    if (typeof value === "string" && /^-?\d+$/.test(value)) return Number(value);
  } else if (field?.type === "object") {
    const epoch = typeof value === "string" ? epochOf(value) : null;
    if (epoch !== null) return epoch;
  } else if (typeof value === "string") {
    return value;
  }
  throw wrongValue(name);
}
