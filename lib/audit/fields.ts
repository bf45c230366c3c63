import type { NumberField, PickValue, SortField, TextField } from "../archive/index.ts";
import { actionOf } from "./actions.ts";

/** What a field of an answer holds, always as text; first the names of Zabbix, then ours. */
export const OUTPUT: Record<string, PickValue> = {
  auditid: "seq",
  userid: "userId",
  username: "userName",
  clock: "second",
  ip: "remoteAddr",
  action: { ofType: (auditTypeId) => String(actionOf(auditTypeId)) },
  resourcetype: "moduleId",
  resourceid: "itemId",
  resourcename: "itemTitle",
  recordsetid: "requestId",
  details: "description",
  id: "nativeId",
  timestampX: "at",
  severity: "severity",
  auditTypeId: "auditTypeId",
  moduleId: "moduleId",
  itemId: "itemId",
  remoteAddr: "remoteAddr",
  userAgent: "userAgent",
  requestUri: "requestUri",
  siteId: "siteId",
  userId: "userId",
  guestId: "guestId",
  description: "description",
  seq: "seq",
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
