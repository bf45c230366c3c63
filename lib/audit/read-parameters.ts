import type { SortItem } from "../archive/index.ts";
import { FILTER, OUTPUT, SEARCH, SORT } from "./fields.ts";
import { entriesOf, scalarText } from "./json-input.ts";
import {
  readBoolean,
  readFlag,
  readId,
  readIds,
  readInteger,
  readLimit,
  readName,
  readNames,
  readObject,
} from "./read-value.ts";
import { invalidParameter } from "./rpc-fault.ts";

/** One call of `auditlog.get`, read and checked. */
export interface AuditRequest {
  auditIds: string[] | null;
  userIds: string[] | null;
  timeFrom: number | null;
  timeTill: number | null;
  /** Texts that were given for a field; those that no number can be read from are for whoever uses them to drop. */
  filter: Map<string, string[]>;
  search: Map<string, string[]>;
  isAny: boolean;
  isExcluding: boolean;
  isStart: boolean;
  hasWildcards: boolean;
  output: readonly string[];
  isCount: boolean;
  isKeyed: boolean;
  order: readonly SortItem[];
  limit: number | null;
  after: string | null;
}

const NAMES = [
  ...["auditids", "userids", "filter", "search", "time_from", "time_till", "searchByAny"],
  ...["startSearch", "excludeSearch", "searchWildcardsEnabled", "output", "countOutput"],
  ...["sortfield", "sortorder", "limit", "preservekeys", "after"],
];
const ORDERS = ["ASC", "DESC"];
const [MAX_VALUES, MAX_PATTERNS] = [1_000, 100];

export function readParameters(params: unknown): AuditRequest {
  const given = readObject("/", params, NAMES);
  const after = readId("/after", given.get("after"));
  return {
    auditIds: readIds("/auditids", given.get("auditids")),
    userIds: readIds("/userids", given.get("userids")),
    filter: readFilter(given.get("filter")),
    search: readSearch(given.get("search")),
    timeFrom: readInteger("/time_from", given.get("time_from")),
    timeTill: readInteger("/time_till", given.get("time_till")),
    isAny: readBoolean("/searchByAny", given.get("searchByAny")),
    isStart: readFlag(given.get("startSearch")),
    isExcluding: readFlag(given.get("excludeSearch")),
    hasWildcards: readBoolean("/searchWildcardsEnabled", given.get("searchWildcardsEnabled")),
    output: readOutput(given),
    isCount: readFlag(given.get("countOutput")),
    order: readOrder(given, after !== null),
    limit: readLimit("/limit", given.get("limit")),
    isKeyed: readBoolean("/preservekeys", given.get("preservekeys")),
    after,
  };
}

function readFilter(value: unknown): Map<string, string[]> {
  if (value === undefined || value === null) return new Map();
  const filter = new Map<string, string[]>();
  for (const [name, given] of readObject("/filter", value, Object.keys(FILTER))) {
    if (given === null) continue;
    const values = readFilterValues(name, given);
    if (values.length > MAX_VALUES) {
      throw invalidParameter(`/filter/${name}`, `at most ${MAX_VALUES} values are allowed`);
    }
    filter.set(name, values);
  }
  return filter;
}

function readFilterValues(name: string, given: unknown): string[] {
  const path = `/filter/${name}`;
  const single = scalarText(given);
  if (single !== null) return [single];
  const isText = ["text", "address"].includes(FILTER[name]?.kind ?? "");
  const items = entriesOf(given);
  if (items === null) {
    if (isText) throw invalidParameter(path, "an array is expected");
    return [];
  }
  return items.flatMap(([, item], at) => {
    if (item === null) return [];
    const text = scalarText(item);
    if (text === null && isText) {
      throw invalidParameter(`${path}/${at + 1}`, "a character string is expected");
    }
    return text === null ? [] : [text];
  });
}

function readSearch(value: unknown): Map<string, string[]> {
  if (value === undefined || value === null) return new Map();
  const search = new Map<string, string[]>();
  let count = 0;
  for (const [name, given] of readObject("/search", value, Object.keys(SEARCH))) {
    const patterns = readPatterns(`/search/${name}`, given).filter((pattern) => pattern !== "");
    if (patterns.length > 0) search.set(name, patterns);
    count += patterns.length;
    if (count > MAX_PATTERNS) {
      throw invalidParameter("/search", `at most ${MAX_PATTERNS} patterns are allowed`);
    }
  }
  return search;
}

function readPatterns(path: string, given: unknown): string[] {
  if (given === null) return [];
  if (typeof given === "string") return [given];
  const items = entriesOf(given);
  if (items === null) throw invalidParameter(path, "an array is expected");
  return items.flatMap(([, item], at) => {
    if (item === null) return [];
    if (typeof item === "string") return [item];
    throw invalidParameter(`${path}/${at + 1}`, "a character string is expected");
  });
}

function readOutput(given: ReadonlyMap<string, unknown>): readonly string[] {
  const all = Object.keys(OUTPUT);
  if (!given.has("output")) return all;
  const value = given.get("output");
  if (typeof value === "string") {
    readName("/output", value, ["extend"]);
    return all;
  }
  if (entriesOf(value) === null) {
    throw invalidParameter("/output", "an array or a character string is expected");
  }
  return readNames("/output", value, all);
}

function readOrder(given: ReadonlyMap<string, unknown>, isAfter: boolean): SortItem[] {
  const directions = readDirections(given);
  const names = readSortNames(given);
  if (names.length === 0) {
    const bySeq: SortItem = { field: "seq", isDescending: false };
    return isAfter ? [bySeq] : [{ field: "second", isDescending: false }, bySeq];
  }
  const order: SortItem[] = [];
  for (const [at, name] of names.entries()) {
    const isDescending = directions(at) === "DESC";
    order.push({ field: SORT[name] ?? "seq", isDescending });
    // No two entries have one number: what follows decides nothing.
    if (SORT[name] === "seq") return order;
  }
  return [...order, { field: "seq", isDescending: order.at(-1)?.isDescending === true }];
}

function readSortNames(given: ReadonlyMap<string, unknown>): string[] {
  if (!given.has("sortfield")) return [];
  const value = given.get("sortfield");
  const list = typeof value === "string" ? [value] : value;
  return readNames("/sortfield", list, Object.keys(SORT));
}

function readDirections(given: ReadonlyMap<string, unknown>): (at: number) => string {
  if (!given.has("sortorder")) return () => "ASC";
  const value = given.get("sortorder");
  if (typeof value === "string") {
    const all = readName("/sortorder", value, ORDERS);
    return () => all;
  }
  const items = entriesOf(value);
  if (items === null) {
    throw invalidParameter("/sortorder", "an array or a character string is expected");
  }
  const each = items.map(([, item], at) => readName(`/sortorder/${at + 1}`, item, ORDERS));
  return (at) => each[at] ?? "ASC";
}
