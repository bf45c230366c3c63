import { isoWithOffset } from "../php-values.ts";

/** A row as the portal's database keeps it: time in epoch seconds. */
export interface LogRow {
  id: number;
  at: number;
  severity: string;
  auditTypeId: string;
  moduleId: string;
  itemId: string;
  remoteAddr: string;
  userAgent: string | null;
  requestUri: string;
  siteId: string | null;
  userId: number | null;
  guestId: number | null;
  description: string | null;
}

export type LogRowInput = Partial<Omit<LogRow, "id">>;

/** A row as the API shows it. */
export type LogItem = Omit<LogRow, "at"> & { timestampX: string };

export function toItem(row: LogRow, offsetMinutes: number): LogItem {
  return {
    id: row.id,
    timestampX: isoWithOffset(row.at * 1000, offsetMinutes),
    severity: row.severity,
    auditTypeId: row.auditTypeId,
    moduleId: row.moduleId,
    itemId: row.itemId,
    remoteAddr: row.remoteAddr,
    userAgent: row.userAgent,
    requestUri: row.requestUri,
    siteId: row.siteId,
    userId: row.userId,
    guestId: row.guestId,
    description: row.description,
  };
}

export function completeRow(input: LogRowInput, given: { id: number; at: number }): LogRow {
  return {
    severity: "INFO",
    auditTypeId: "UNKNOWN",
    moduleId: "main",
    itemId: "UNKNOWN",
    remoteAddr: "",
    userAgent: null,
    requestUri: "",
    siteId: "s1",
    userId: null,
    guestId: null,
    description: null,
    at: given.at,
    ...input,
    id: given.id,
  };
}
