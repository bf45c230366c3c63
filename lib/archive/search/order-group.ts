import ipaddr from "ipaddr.js";
import { anyOf, fold, not, toAddress, toNetwork } from "../../filter/index.ts";
import type { FieldTerm, IpValue, Node, Test } from "../../filter/index.ts";
import type { ValueOrder } from "./order.ts";
import { ADDRESS_SQL } from "../store/read-row.ts";

/** The entries of one value; values are in the order of `rank`, those of one rank in their own. */
export interface OrderGroup {
  rank: string;
  /** Empty for entries without a value. */
  value: string;
  /** Of the whole value, where `value` is only how it begins. */
  hash?: string;
}

const FIELDS: Record<ValueOrder, string> = {
  severity: "sev",
  type: "type",
  module: "module",
  user: "user",
  ip: "ip",
};

export function fieldOfOrder(name: ValueOrder): string {
  return FIELDS[name];
}

/** Entries without a value come last, whichever way the others are. */
export function compareGroups(left: OrderGroup, right: OrderGroup, isDown: boolean): number {
  const isNone = Number(left.value === "") - Number(right.value === "");
  if (isNone !== 0) return isNone;
  const order = compareTexts(left.rank, right.rank) || compareTexts(left.value, right.value);
  return isDown ? -order : order;
}

function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

const shared = (column: string): string =>
  `(SELECT value FROM entry_text WHERE portal_id = e.portal_id AND id = e.${column})`;

/** The stored value of a row `e` as a text. */
export const ORDER_VALUE_SQL: Record<ValueOrder, string> = {
  severity: shared("severity_id"),
  type: shared("type_id"),
  module: shared("module_id"),
  user: "e.user_id::text",
  ip: ADDRESS_SQL,
};

/** The value of the group a stored one belongs to: spellings that a condition takes for the same are one. */
export function groupValue(name: ValueOrder, stored: string | null): string {
  if (stored === null) return "";
  if (name === "user") return stored === "0" ? "" : stored;
  return name === "ip" ? stored : fold(stored);
}

const GRAVEST_FIRST = [
  "emergency",
  "alert",
  "critical",
  "error",
  "security",
  "warning",
  "notice",
  "info",
  "debug",
  "unknown",
];

/** Where a value stands, for good: by their names users would move while one goes through the pages. */
export function rankOf(name: ValueOrder, value: string): string {
  switch (name) {
    case "severity": {
      const at = GRAVEST_FIRST.indexOf(value);
      return at < 0 ? "1" : `2${String(GRAVEST_FIRST.length - at).padStart(2, "0")}`;
    }
    case "type":
    case "module":
      return "1";
    case "user":
      return value.padStart(12, "0");
    case "ip":
      return rankOfAddress(value);
  }
}

function rankOfAddress(text: string): string {
  const address = toAddress(text);
  if (address === null) return "3";
  const bytes = ipaddr.parse(address).toByteArray();
  return `${bytes.length === 4 ? 1 : 2}${Buffer.from(bytes).toString("hex")}`;
}

/** A condition that all entries of these groups meet. */
export function groupsNode(name: ValueOrder, groups: readonly OrderGroup[]): Node | null {
  const values = groups.map(({ value }) => value).filter((value) => value !== "");
  const isEmptyIn = values.length < groups.length;
  const empty = isEmptyIn ? not(term(name, { kind: "present" })) : null;
  if (name === "user") {
    return anyOf([...values.map((id) => term(name, { kind: "userId", id })), empty]);
  }
  if (values.length === 0) return empty;
  const test: Test =
    name === "ip"
      ? { kind: "addresses", values: values.map(toIpValue) }
      : { kind: "equals", values: values.map((value) => [value]) };
  return anyOf([term(name, test), empty]);
}

function toIpValue(text: string): IpValue {
  const network = toNetwork(text);
  return network === null ? { kind: "text", pattern: [text] } : { kind: "network", network };
}

function term(name: ValueOrder, test: Test): FieldTerm {
  return { kind: "field", field: FIELDS[name], path: [], test };
}
