export type FieldKind = "code" | "id" | "number" | "time" | "ip" | "text" | "user" | "json";

export type Operator = "is" | "list" | "wildcard" | "compare" | "range" | "present";

export interface Field {
  name: string;
  nativeName: string;
  /** Key in hand-written links; accepted before a colon too. */
  shortName?: string;
  kind: FieldKind;
  operators: readonly Operator[];
  labelKey: string;
  hintKey: string;
  /** Stored values that mean "no value", besides null and the empty text. */
  blanks: readonly string[];
}

export type FieldTable = readonly Field[];

/** What may follow the colon is a matter of the declared kind, never of how the value looks. */
export const KIND_OPERATORS: Record<FieldKind, readonly Operator[]> = {
  code: ["is", "list", "wildcard", "present"],
  id: ["is", "list", "wildcard", "present"],
  number: ["is", "list", "compare", "range", "present"],
  time: ["is", "compare", "range", "present"],
  ip: ["is", "list", "wildcard", "range", "present"],
  text: ["is", "wildcard", "present"],
  user: ["is", "wildcard", "present"],
  json: ["is", "wildcard", "compare", "range", "present"],
};

type Extra = Partial<Pick<Field, "shortName" | "blanks">>;

function field(name: string, nativeName: string, kind: FieldKind, extra: Extra = {}): Field {
  return {
    name,
    nativeName,
    kind,
    operators: KIND_OPERATORS[kind],
    labelKey: `filter.fields.${name}.label`,
    hintKey: `filter.fields.${name}.hint`,
    blanks: [],
    ...extra,
  };
}

/** The fields of one entry of the event log, in the order in which they are suggested. */
export const ENTRY_FIELDS: FieldTable = [
  field("id", "id", "number"),
  field("time", "timestampX", "time"),
  field("hour", "hour", "number"),
  field("weekday", "weekday", "number"),
  field("sev", "severity", "code", { shortName: "sev" }),
  field("type", "auditTypeId", "code", { shortName: "type" }),
  field("module", "moduleId", "code", { shortName: "mod" }),
  field("item", "itemId", "id", { shortName: "item", blanks: ["UNKNOWN", "0"] }),
  field("ip", "remoteAddr", "ip", { shortName: "ip" }),
  field("ua", "userAgent", "text"),
  field("uri", "requestUri", "text"),
  field("site", "siteId", "code", { shortName: "site" }),
  field("user", "userId", "user", { shortName: "user", blanks: ["0"] }),
  field("guest", "guestId", "number", { blanks: ["0"] }),
  field("desc", "description", "text"),
  field("request", "requestId", "id"),
  field("is", "is", "code"),
  field("json", "json", "json"),
];

export function fieldNames({ name, nativeName, shortName }: Field): string[] {
  return [...new Set([name, nativeName, ...(shortName === undefined ? [] : [shortName])])];
}

/** A field by any of its names, in any case of letters. */
export function findField(fields: FieldTable, name: string): Field | null {
  const wanted = name.toLowerCase();
  const isIt = (field: Field) => fieldNames(field).some((one) => one.toLowerCase() === wanted);
  return fields.find(isIt) ?? null;
}
