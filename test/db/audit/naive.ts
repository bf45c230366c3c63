import { eventTypeOf, toFilterRow, type EntryView } from "../../../lib/archive/index.ts";
import { fold, isInNetworks } from "../../../lib/filter/index.ts";
import { NAMES } from "../archive/search/bed.ts";

export type Row = Record<string, string>;
export type Params = Record<string, unknown>;

/** The fields of an entry, one by one as the table of the specification has them. */
export function toRow(entry: EntryView): Row {
  const { id, userId, userName, at, auditTypeId: type } = entry;
  const row: Row = {
    ...{ auditid: id, userid: String(userId ?? 0), username: userName ?? "" },
    ...{ clock: String(Date.parse(at) / 1_000), ip: entry.remoteAddr, action: actionOf(type) },
    ...{ resourcetype: entry.moduleId, resourceid: entry.itemId, resourcename: titleOf(entry) },
    ...{ recordsetid: requestOf(entry), details: entry.description ?? "" },
    ...{ id: entry.nativeId ?? "", timestampX: at, severity: entry.severity, auditTypeId: type },
    ...{ moduleId: entry.moduleId, itemId: entry.itemId, remoteAddr: entry.remoteAddr },
    ...{ userAgent: entry.userAgent ?? "", requestUri: entry.requestUri },
    ...{ siteId: entry.siteId ?? "", userId: String(userId ?? 0) },
    ...{ guestId: String(entry.guestId ?? 0), description: entry.description ?? "", seq: id },
  };
  return row;
}

function titleOf({ auditTypeId, itemId, at }: EntryView): string {
  const names = /^[1-9]\d{0,8}$/.test(itemId) ? NAMES[Number(itemId)] : undefined;
  if (eventTypeOf(auditTypeId).item !== "user" || names === undefined) return "";
  const known = names.filter((_, place) => new Date(2020 + place, 0).getTime() <= Date.parse(at));
  return known.at(-1) ?? names[0] ?? "";
}

function requestOf(entry: EntryView): string {
  const value = toFilterRow(entry).decoded?.json;
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  const id = isMap && "requestId" in value ? value.requestId : null;
  return ["string", "number", "boolean"].includes(typeof id) ? String(id) : "";
}

function actionOf(type: string): string {
  if (type === "USER_AUTHORIZE") return "8";
  if (type === "USER_LOGIN" || type === "USER_LOGINBYHASH") return "9";
  if (type === "USER_LOGOUT") return "4";
  const isAdd = /_ADD$|^USER_REGISTER$|^MP_MODULE_(INSTALLED|DOWNLOADED)$/.test(type);
  if (isAdd) return "0";
  if (/_(DELETE|DELETED|UNINSTALLED)$/.test(type)) return "2";
  return /_(EDIT|CHANGED)$|^USER_BLOCKED$/.test(type) ? "1" : "7";
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const digits = (values: unknown[]): string[] =>
  values.map(String).flatMap((one) => (/^\d+$/.test(one) ? [String(BigInt(one))] : []));

/** The rows of a call, each looked at by itself. */
export function naiveRows(rows: readonly Row[], params: Params): Row[] {
  const found = rows.filter((row) => isMet(row, params)).sort(orderOf(params));
  return found.slice(0, typeof params["limit"] === "number" ? params["limit"] : undefined);
}

function isMet(row: Row, params: Params): boolean {
  const { auditids, userids, time_from: from, time_till: till, after } = params;
  if (isGiven(auditids) && !digits(list(auditids)).includes(row["auditid"] ?? "")) return false;
  if (isGiven(userids) && !digits(list(userids)).includes(row["userid"] ?? "")) return false;
  if (isGiven(from) && Number(row["clock"]) < Number(from)) return false;
  if (isGiven(till) && Number(row["clock"]) > Number(till)) return false;
  if (isGiven(after) && Number(row["auditid"]) <= Number(after)) return false;
  return isFiltered(row, params) && isFound(row, params);
}

const NUMBERS = ["auditid", "userid", "clock", "action", "id", "userId", "guestId", "seq"];

function isFiltered(row: Row, { filter, searchByAny }: Params): boolean {
  const given = Object.entries((filter ?? {}) as Params).filter(([, value]) => value !== null);
  const results = given.map(([name, value]) => {
    const wanted = NUMBERS.includes(name) ? digits(list(value)) : list(value).map(String);
    const text = row[name] ?? "";
    if (name !== "ip") return wanted.includes(text);
    return wanted.some((one) =>
      one.includes("/") ? isInNetworks(text, [one]) === true : one === text,
    );
  });
  return join(results, searchByAny === true);
}

function isFound(row: Row, params: Params): boolean {
  const { search, searchByAny, excludeSearch } = params;
  const isExcluding = isGiven(excludeSearch) && excludeSearch !== false;
  const results = Object.entries((search ?? {}) as Params).flatMap(([name, value]) =>
    list(value)
      .filter((pattern): pattern is string => typeof pattern === "string" && pattern !== "")
      .map((pattern) => fits(row[name] ?? "", pattern, params) !== isExcluding),
  );
  return join(results, searchByAny === true);
}

function join(results: boolean[], isAny: boolean): boolean {
  if (results.length === 0) return true;
  return isAny ? results.includes(true) : !results.includes(false);
}

function fits(value: string, pattern: string, params: Params): boolean {
  const [text, wanted] = [fold(value), fold(pattern)];
  if (params["searchWildcardsEnabled"] === true) {
    const parts = wanted.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
    return new RegExp(`^${parts.join("[^]*")}$`, "u").test(text);
  }
  const isStart = isGiven(params["startSearch"]) && params["startSearch"] !== false;
  return isStart ? text.startsWith(wanted) : text.includes(wanted);
}

function orderOf(params: Params): (one: Row, other: Row) => number {
  const { sortfield, sortorder, after } = params;
  const fields = !isGiven(sortfield) ? [] : (list(sortfield) as string[]);
  const directionAt = (at: number) =>
    (Array.isArray(sortorder) ? sortorder[at] : sortorder) === "DESC" ? -1 : 1;
  const items = fields.map((field, at) => ({ field, sign: directionAt(at) }));
  if (items.length === 0) items.push({ field: !isGiven(after) ? "clock" : "auditid", sign: 1 });
  items.push({ field: "auditid", sign: items.at(-1)?.sign ?? 1 });
  return (one, other) => {
    for (const { field, sign } of items) {
      const order = compare(field, one[field] ?? "", other[field] ?? "");
      if (order !== 0) return sign * order;
    }
    return 0;
  };
}

function compare(field: string, one: string, other: string): number {
  if (NUMBERS.includes(field)) return Number(one) - Number(other);
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
