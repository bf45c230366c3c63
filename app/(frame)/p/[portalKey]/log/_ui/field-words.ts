import {
  eventTitle,
  type EntryView,
  type EventWords,
  type UserView,
} from "../../../../../../lib/archive/shared.ts";
import {
  printQuery,
  type FieldTerm,
  type Node,
  type Picked,
} from "../../../../../../lib/filter/shared.ts";
import { jsonPathOf } from "./json-column.ts";
import { jsonPickedAt } from "./json-picked.ts";

const MAX_VALUE = 500;

export interface Words {
  events: EventWords;
  users: Record<string, UserView>;
  /** Title of a field of the query language. */
  label(field: string): string;
  severity(code: string): string;
  /** For entries in which a user came from an address for the first time. */
  newAddress: string;
  /** For rows without a value, for rows with any, and before what is excluded. */
  empty: string;
  any: string;
  not: string;
}

/** A condition as a reader says it; what has no words of its own stays as it is written. */
export function sayNode(node: Node, words: Words): string {
  if (node.kind === "not") {
    const { item } = node;
    const isEmpty = item.kind === "field" && item.test.kind === "present";
    if (isEmpty) return `${titleOf(item, words)}: ${words.empty}`;
    return `${words.not} ${sayNode(item, words)}`;
  }
  if (node.kind !== "field") return printQuery(node);
  const value = sayTest(node, words);
  return value === null ? printQuery(node) : `${titleOf(node, words)}: ${value}`;
}

function titleOf({ field, path }: FieldTerm, words: Words): string {
  return path.length === 0 ? words.label(field) : path.join(".");
}

function sayTest({ field, path, test }: FieldTerm, words: Words): string | null {
  switch (test.kind) {
    case "present":
      return words.any;
    case "equals":
      return test.values.map((value) => sayValue(field, value.join("*"), words)).join(", ");
    case "userId":
      return sayValue("user", test.id, words);
    case "numbers":
      return test.values.join(", ");
    case "contains":
      return path.length === 0 ? test.pattern.join("*") : null;
    case "userName":
      return test.pattern.join("*");
    case "addresses":
    case "time":
    case "compare":
    case "range":
      return null;
  }
}

/** One value of a field in words. */
export function sayValue(field: string, value: string, words: Words): string {
  if (value === "") return words.empty;
  if (field === "type") return eventTitle(value, words.events);
  if (field === "sev") return words.severity(value);
  if (field === "is" && value === "new-address") return words.newAddress;
  if (field !== "user") return value;
  const user = words.users[value];
  return user?.isKnown === true ? user.name : `#${value}`;
}

/** What a cell of a column stands for in a query; null where there is nothing to ask for. */
export function pickedOf(column: string, entry: EntryView): Picked | null {
  switch (column) {
    case "severity":
      return { field: "sev", value: entry.severity };
    case "event":
      return { field: "type", value: entry.auditTypeId };
    case "user":
      return { field: "user", value: entry.userId === null ? "" : String(entry.userId) };
    case "ip":
      return { field: "ip", value: entry.remoteAddr };
    case "module":
      return { field: "module", value: entry.moduleId };
    case "object":
      return { field: "item", value: entry.itemId };
    case "uri":
      return textOf("uri", entry.requestUri);
    case "agent":
      return textOf("ua", entry.userAgent);
    case "site":
      return { field: "site", value: entry.siteId ?? "" };
    case "guest":
      return { field: "guest", value: entry.guestId ?? "" };
    case "number":
      return { field: "id", value: entry.id };
  }
  const path = jsonPathOf(column);
  return path === null ? null : asked(jsonPickedAt(entry.description, path));
}

function textOf(field: string, value: string | null): Picked | null {
  return asked({ field, value: value ?? "" });
}

// A longer value would be most of what a query may hold.
function asked(picked: Picked | null): Picked | null {
  return String(picked?.value ?? "").length > MAX_VALUE ? null : picked;
}
