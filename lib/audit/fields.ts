import type { NumberField, PickedEntry, SortField, TextField } from "../archive/index.ts";
import { actionOf } from "./actions.ts";

const number = (value: number | null): string => String(value ?? 0);

type Read = (entry: PickedEntry) => string;

const seq: Read = ({ id }) => id;
const userId: Read = (entry) => number(entry.userId);
const remoteAddr: Read = (entry) => entry.remoteAddr;
const moduleId: Read = (entry) => entry.moduleId;
const itemId: Read = (entry) => entry.itemId;
const description: Read = (entry) => entry.description ?? "";

/** What a field of an answer holds, always as text; first the names of Zabbix, then ours. */
export const OUTPUT: Record<string, Read> = {
  auditid: seq,
  userid: userId,
  username: ({ userName }) => userName ?? "",
  clock: ({ at }) => String(Math.floor(Date.parse(at) / 1_000)),
  ip: remoteAddr,
  action: ({ auditTypeId }) => String(actionOf(auditTypeId)),
  resourcetype: moduleId,
  resourceid: itemId,
  resourcename: ({ itemTitle }) => itemTitle,
  recordsetid: ({ requestId }) => requestId,
  details: description,
  id: ({ nativeId }) => nativeId ?? "",
  timestampX: ({ at }) => at,
  severity: ({ severity }) => severity,
  auditTypeId: ({ auditTypeId }) => auditTypeId,
  moduleId,
  itemId,
  remoteAddr,
  userAgent: ({ userAgent }) => userAgent ?? "",
  requestUri: ({ requestUri }) => requestUri,
  siteId: ({ siteId }) => siteId ?? "",
  userId,
  guestId: ({ guestId }) => number(guestId),
  description,
  seq,
};

export type FilterField =
  | { kind: "number"; field: NumberField }
  | { kind: "time" }
  | { kind: "action" }
  | { kind: "address" }
  | { kind: "text"; field: TextField };

const text = (field: TextField): FilterField => ({ kind: "text", field });
const numeric = (field: NumberField): FilterField => ({ kind: "number", field });

export const FILTER: Record<string, FilterField> = {
  auditid: numeric("seq"),
  userid: numeric("userId"),
  username: text("userName"),
  clock: numeric("second"),
  ip: { kind: "address" },
  action: { kind: "action" },
  resourcetype: text("moduleId"),
  resourceid: text("itemId"),
  resourcename: text("itemTitle"),
  recordsetid: text("requestId"),
  id: numeric("nativeId"),
  timestampX: { kind: "time" },
  severity: text("severity"),
  auditTypeId: text("auditTypeId"),
  moduleId: text("moduleId"),
  itemId: text("itemId"),
  remoteAddr: text("remoteAddr"),
  userAgent: text("userAgent"),
  requestUri: text("requestUri"),
  siteId: text("siteId"),
  userId: numeric("userId"),
  guestId: numeric("guestId"),
  seq: numeric("seq"),
};

export const SEARCH: Record<string, TextField> = {
  ip: "remoteAddr",
  username: "userName",
  resourcename: "itemTitle",
  details: "description",
  userAgent: "userAgent",
  requestUri: "requestUri",
  remoteAddr: "remoteAddr",
  description: "description",
  auditTypeId: "auditTypeId",
  moduleId: "moduleId",
  itemId: "itemId",
};

export const SORT: Record<string, SortField> = {
  auditid: "seq",
  userid: "userId",
  clock: "second",
  seq: "seq",
  ip: "remoteAddr",
  severity: "severity",
  auditTypeId: "auditTypeId",
  moduleId: "moduleId",
  itemId: "itemId",
};
